"""The names of the voice engines that a script may ask for; commands read them without importing pydantic.

`voices.registry` has how each is created.
"""

from __future__ import annotations

BEST = "best"
"""Asks for whichever engine has the best voice that is installed."""
RANKING = ("hibari", "kokoro", "piper", "pyttsx3")
"""The engines by how natural they sound (NISQA: 4.2, 4.1, 3.9 and 1.4 of 5)."""
RECORDING = "recording"
"""Stands for an engine where a person was recorded; a script cannot ask for it."""
ENGINES = (*RANKING, "tone")
"""All of them; `tone` is for tests, and is only taken when it is named."""
