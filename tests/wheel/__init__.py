"""The wheel as a stranger gets it."""
