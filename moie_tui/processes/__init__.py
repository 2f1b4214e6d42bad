"""Running one shell command: own session, deadline, bounded output, cancel, nothing left behind."""
