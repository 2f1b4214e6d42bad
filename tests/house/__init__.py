"""Rules of the house, kept as tests."""
