"""The dashboard, and the sheets over it."""
