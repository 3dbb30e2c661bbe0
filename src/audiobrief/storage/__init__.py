"""Files, work folders, locks and child processes."""
