"""Checks of the ledgers: one module a ledger, plus cross-ledger queries."""
