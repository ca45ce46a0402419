"""The shell: settings, database, sign-in, the record of looks, JSON API, web pages and commands."""
