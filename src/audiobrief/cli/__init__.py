"""The command line: commands, progress, exit statuses. Only this package prints."""
