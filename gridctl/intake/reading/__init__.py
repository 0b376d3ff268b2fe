"""Files of every kind as raw sheets: what a file is, its cells, merged and hidden ones; nothing is interpreted."""
