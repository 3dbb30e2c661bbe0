"""Check an episode against the rules of directories and apps before it is published."""
