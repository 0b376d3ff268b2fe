"""One writer a format: text, json, jsonl, github, xlsx, html."""
