"""Documents of many projects, every total a fact with its addends."""
