"""What all of an episode's files say of it: one value that tags, transcripts and manifest are read off."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.timeline import Timeline

__all__ = ["Details", "VoiceUsed"]


@dataclass(frozen=True, slots=True)
class VoiceUsed:
    """A voice that is heard in the episode."""

    speaker: str
    """The author's name of it."""
    label: str
    """The speaker's name in transcripts."""
    engine: str
    """The engine's name."""
    version: str
    """The engine's version."""
    name: str | None
    """The engine's own name of the voice; None for its choice for the language."""
    language: str
    """BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class Details:
    """An episode, timed."""

    script: Script
    """What it was made from."""
    timeline: Timeline
    """Where everything is."""
    voices: tuple[VoiceUsed, ...]
    """Those that are heard, in order of their first words."""
    fitted: Fit | None = None
    """What was done for its length."""
    sounds: tuple[str, ...] = ()
    """For each sentence of the timeline what tells its sound from others; none where that is not known."""

    @property
    def disclosure(self) -> str:
        """The sentence that says that nobody spoke this."""
        engines = ", ".join(dict.fromkeys(voice.engine for voice in self.voices))
        return f"Spoken by synthetic voices ({engines})." if engines else "Without speech."
