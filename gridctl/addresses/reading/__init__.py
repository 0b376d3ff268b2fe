"""What an address says: spelling, characters, grammar, numbers and names, as parts in order."""
