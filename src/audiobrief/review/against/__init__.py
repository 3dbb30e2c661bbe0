"""A script compared with its article: what of it the article does not bear out."""
