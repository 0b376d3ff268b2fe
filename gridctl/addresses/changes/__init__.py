"""Houses merged, split, recoded, readdressed or moved to another grid, in all ledgers at once."""
