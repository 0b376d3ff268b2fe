"""Ledger changes as people read them."""
