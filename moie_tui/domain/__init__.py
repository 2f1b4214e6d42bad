"""What things are and mean: frozen values and pure functions; no I/O, no clock."""
