"""The bureau's desk: what others hand in, scored again, held against one another, and answered."""
