"""Reads only: measures, scorecards, returns and published tables."""
