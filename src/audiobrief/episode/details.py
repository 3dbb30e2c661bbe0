"""The details of an episode: the value from which its tag, transcripts and manifest are written."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.episode.manifest import ManifestVoice
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Details:
    """An episode with its timeline."""

    script: Script
    timeline: Timeline
    voices: tuple[ManifestVoice, ...]
    """The voices that are heard, in order of their first words."""
    fitted: Fit | None = None
    """How the episode was fitted to a target duration."""
    sounds: tuple[str, ...] = ()
    """The digest of the sound of each sentence of the timeline; empty where digests are not known."""

    @property
    def disclosure(self) -> str:
        """The sentence that says that nobody spoke this."""
        engines = ", ".join(dict.fromkeys(voice.engine for voice in self.voices))
        return f"Spoken by synthetic voices ({engines})." if engines else "Without speech."
