"""Read languages other than English: what num2words, babel and a table of the language know."""
