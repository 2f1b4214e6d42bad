"""Running a command: own session, deadline, bounded output, cancel."""
