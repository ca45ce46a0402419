"""The panel: eligibility, cases, meetings and decisions."""
