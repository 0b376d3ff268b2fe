"""Workspace and ChangeSet: files, transactions, Git and the derived index."""
