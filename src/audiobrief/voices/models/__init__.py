"""Voice models on this machine: their folders, the catalogue of models, and installing them."""
