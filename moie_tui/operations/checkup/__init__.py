"""The checks of a root, a group a file; each only reads."""
