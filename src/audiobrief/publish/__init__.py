"""Episodes -> feed, pages, site."""
