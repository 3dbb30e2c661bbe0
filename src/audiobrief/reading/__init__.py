"""Turn written text into what a voice is given."""
