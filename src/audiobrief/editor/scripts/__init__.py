"""Scripts as the editor's pages see them: their content, their margins, their changes and how these are saved."""
