"""Sentences by a model: planned, asked for, put right, and kept only where grounded."""
