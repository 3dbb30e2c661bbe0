"""An article becomes a script: reading, what is the story, chapters, who says what, and the YAML text."""
