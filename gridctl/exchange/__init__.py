"""Ledgers out as workbooks, with masks and drop-downs."""
