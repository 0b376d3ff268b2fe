"""The manual's pages, one Markdown file a topic and language: ``zh/TOPIC.md`` and ``en/TOPIC.md``; read by the cli."""
