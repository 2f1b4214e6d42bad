"""What became of a root while nobody looked, a kind of news a file."""
