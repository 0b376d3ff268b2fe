"""Addresses read and compared, house-code schemes, houses under several codes, and persons in several ledgers."""
