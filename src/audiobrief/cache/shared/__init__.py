"""The shared store: spoken clips and encoded chunks that several machines use together."""
