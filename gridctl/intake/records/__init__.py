"""The ledgers as they will be: whom a row means, and what taking it in changes."""
