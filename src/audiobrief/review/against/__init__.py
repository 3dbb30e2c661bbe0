"""Compare a script with its article: find the facts of the script that are not in the article."""
