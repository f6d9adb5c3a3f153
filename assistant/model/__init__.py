"""The typed data of a project: what staff give, what scoring says, what was drafted, what was found."""
