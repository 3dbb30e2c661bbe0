"""The report of a rendered episode: one page with its figures, pictures and findings."""
