"""The command line: `main`, and one file per command, imported when it is called."""
