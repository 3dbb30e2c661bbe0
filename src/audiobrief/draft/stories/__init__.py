"""Stories: read from articles, compared with each other, and composed to a bulletin."""
