"""Clips that are heard before they are mixed: in batches, as the recogniser hears them, and spoken again."""
