"""Ground floor: pure functions on text, numbers and dates. Imports nothing of gridctl."""
