"""Change the YAML of a script or a lexicon: what is not changed keeps its bytes, its comments and its layout."""
