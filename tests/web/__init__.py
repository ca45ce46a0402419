"""The pages, by role: what they show, what they take in, what they keep to themselves."""
