"""Read and write a podcast's RSS feed."""
