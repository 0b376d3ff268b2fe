"""Models of the ledgers and registers, declared once with ``Col`` metadata; code lists; ``LEDGERS``."""
