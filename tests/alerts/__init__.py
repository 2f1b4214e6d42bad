"""What is wrong, who hears of it, and that nobody hears it twice."""
