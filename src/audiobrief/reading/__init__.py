"""Turn written text into what a voice is given.

`paragraphs` reads a paragraph: `normalise` puts numbers and abbreviations into words, `lexicon` and `homographs` give
sounds, and `utterance_builder` makes the utterances of each voice.
"""
