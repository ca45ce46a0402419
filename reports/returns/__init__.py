"""One file per return owed to someone."""
