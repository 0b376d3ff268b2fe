"""Checks of the ledgers: queries in ``catalogue``, one a file, and a module for each kind of check that is none."""
