"""The command line: parse, call, render. Nothing heavy is imported at start-up."""
