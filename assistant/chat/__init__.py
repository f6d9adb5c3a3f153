"""The conversation: interview, drafting, revising, approving, undoing."""
