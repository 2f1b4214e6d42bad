"""Figures that are measured rather than tested: `make bench` measures every row of `rows_*.py`, each beside
its baseline (row.py says what a row is, rows_start.py is a short example); other files run as modules."""
