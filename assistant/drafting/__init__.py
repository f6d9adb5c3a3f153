"""Words from facts: endpoint, prompts, drafting and grounding."""
