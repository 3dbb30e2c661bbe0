"""A folder to begin a show with: house file, lexicon, music, a first script, and settings for editors."""
