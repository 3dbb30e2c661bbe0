"""Read an article from an OpenDocument text, an RTF file or an EPUB book."""
