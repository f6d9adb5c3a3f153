"""What staff have, read into an Evaluation: one file a source."""
