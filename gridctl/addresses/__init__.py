"""Address parsing and matching, house-code schemes, duplicate codes."""
