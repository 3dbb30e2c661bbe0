"""Compare the sentences of a script with those of its article that are about the same."""
