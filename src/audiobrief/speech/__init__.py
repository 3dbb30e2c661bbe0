"""Text to spoken clips."""
