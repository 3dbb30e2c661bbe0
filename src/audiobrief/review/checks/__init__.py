"""Checks of a script before it is spoken: sentences, quotations, lengths, and what is never heard."""
