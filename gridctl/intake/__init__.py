"""A workbook of unknown layout becomes a ChangeSet and a list of rejected rows."""
