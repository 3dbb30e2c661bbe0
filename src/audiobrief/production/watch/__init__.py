"""A script rendered at every save: its files looked at, and what came of them played."""
