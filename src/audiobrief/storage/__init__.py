"""Files, work folders, user folders and child processes."""
