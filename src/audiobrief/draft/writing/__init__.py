"""Write a draft as a script."""
