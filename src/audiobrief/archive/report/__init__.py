"""The report of an archive: a page with what was made, what failed and why, and how the episodes are."""
