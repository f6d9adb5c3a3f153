"""The official forms, filled from a Scorecard, as Word or Excel."""
