"""Matters, the three lists, cases and supervision."""
