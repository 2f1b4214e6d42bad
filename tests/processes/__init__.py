"""Commands, run for real."""
