"""The rules drafter: every section in plain official sentences, from facts and notes alone."""
