"""What a ledger's own rows show of its places: names, compounds, buildings, and how doors are numbered there."""
