"""gridctl: five community ledgers as plain files under Git."""

__version__ = "0.1.0"
