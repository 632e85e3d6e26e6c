"""The command line: parse, call, show. It decides nothing."""
