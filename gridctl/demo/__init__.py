"""An invented community: the project's sample ledgers, the demo's inbox of messy workbooks, and benchmark data."""
