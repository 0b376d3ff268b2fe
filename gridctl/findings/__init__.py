"""Finding: something wrong or notable in data, as a value; the rule registry and its texts."""
