"""What the log adds up to, kept in SQLite: disposable, rebuilt from the log, never the truth."""
