"""What the register promises, as tests."""
