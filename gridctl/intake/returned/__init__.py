"""Rows sent back: a workbook that looks as the sender's does, with each fault marked."""
