"""The same person in several ledgers: mentions, verdicts by their evidence, decisions, and merging."""
