"""A site on this machine, served over HTTP."""
