"""Read an article from a Word file (DOCX)."""
