"""The fault catalogue of RULES.md §6, a function a code."""
