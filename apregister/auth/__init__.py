"""Who may come in and what they may do: accounts, sittings, keys and permissions."""
