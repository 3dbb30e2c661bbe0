"""Checks of a script before it is spoken: sentences, quotations, definitions, lengths."""
