"""The steps of `audiobrief draft`: one article or a bulletin, its length, and the script it writes."""
