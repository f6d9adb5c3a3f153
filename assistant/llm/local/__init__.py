"""The model on this machine: its file, and its server."""
