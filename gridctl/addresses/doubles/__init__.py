"""One house under several codes: found, shown, decided; for a ledger and for bare lists."""
