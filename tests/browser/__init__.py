"""The pages in a real browser: the main job walked through, and what machines can say of access."""
