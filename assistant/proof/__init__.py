"""The proof package: a report with all it stands on, and its proof on another machine."""
