"""Turn an article into a script: read it, find the story, chapters and speakers, and write the YAML."""
