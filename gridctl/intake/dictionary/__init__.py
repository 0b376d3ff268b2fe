"""The words that senders use: for fields, in headings and titles, and what they leave to the note."""
