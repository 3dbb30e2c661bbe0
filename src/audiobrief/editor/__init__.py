"""The editor in the browser: a server for one person on this machine, and its pages."""
