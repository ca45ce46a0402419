"""One small file per kind of movement or milestone."""
