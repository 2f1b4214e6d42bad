"""Every act that changes a root, one file each, as plan, run and undo."""
