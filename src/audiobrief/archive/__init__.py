"""Many scripts rendered by many workers, with a ledger of what is done."""
