"""What columns mean: by their headings, beside each other, by their values, or as somebody once said."""
