"""What comes in by file."""
