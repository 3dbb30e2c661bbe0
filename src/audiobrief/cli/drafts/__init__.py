"""What `audiobrief draft` does: one article or a bulletin, its length, and the script it writes."""
