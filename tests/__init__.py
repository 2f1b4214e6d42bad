"""The tests, room for room as the package."""
