"""Figures that are measured rather than tested; each file runs as a module."""
