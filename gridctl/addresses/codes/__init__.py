"""House codes: schemes, check digits, damage, new codes, and which records refer to a house by its code."""
