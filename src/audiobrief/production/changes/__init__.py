"""What of an episode sounds otherwise than in its last render, and a clip of that."""
