"""The commands, one file for each sort of work; apregister.__main__ puts them together."""
