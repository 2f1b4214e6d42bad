"""Every byte on disk: atomic writes, locks, documents, snapshots, undo, the event log and the watch."""
