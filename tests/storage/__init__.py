"""Every byte on disk, with real files and real rivals."""
