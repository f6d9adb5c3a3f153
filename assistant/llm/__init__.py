"""Endpoints, prompts, redaction and the call log. Knows no facts."""
