"""Recorded clips whose words do not fit what is heard."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.production.forecast import Forecast
from audiobrief.script.markup.parser import Break
from audiobrief.script.models.segment import Turn
from audiobrief.units import seconds_to_fine_clock

_LONGEST_GAP = 2000
"""Milliseconds at the start or the end of a clip for which its transcript may have no words."""
_LONGEST_PAUSE = 5000
"""Milliseconds between two cues; people seldom pause longer."""
_MOST_CUT = 500
"""Milliseconds of a cue that may lie outside of the clip."""
_PACES = (0.8, 5.5)
"""Words a second; people speak at 1.5 to 4."""
_SHORTEST_JUDGED = 4.0
"""Seconds of a clip from which on the slowest pace is expected."""


def check_clips(forecast: Forecast) -> Iterator[Finding]:
    """Find clips whose words are cut off or missing, are more or fewer than can be heard, or nobody has confirmed."""
    lengths = {
        speech.utterance.recording: (speech.end - speech.start) * 1000 // forecast.timeline.sample_rate
        for speech in forecast.timeline.speech
    }
    for turn in forecast.script.recorded_turns:
        found = list(
            _check_cues(turn, lengths[turn.recording]) if turn.cues else _check_pace(turn, lengths[turn.recording])
        )
        for message, advice in found:
            yield Finding(Level.WARNING, "clip-words", Place.at(turn.position), message, advice)
        if not turn.is_confirmed:
            message = "nobody has confirmed this transcript, which a speech recogniser wrote"
            advice = "listen to the clip, correct the words, and delete the note in the file"
            yield Finding(Level.WARNING, "unconfirmed-transcript", Place.at(turn.position), message, advice)


def _check_cues(turn: Turn, length: int) -> Iterator[tuple[str, str]]:
    first, last = turn.cues[0], turn.cues[-1]
    for cue, outside, key in ((first, -first.start, "from"), (last, last.end - length, "to")):
        if outside > _MOST_CUT:
            words = f"“{shorten(cue.text, 40)}” is only partly heard: the clip cuts off {outside / 1000:.1f} s of it"
            yield words, f"move {key}:, or correct the transcript"
    ends = [0, *(cue.end for cue in turn.cues)]
    starts = [*(cue.start for cue in turn.cues), length]
    for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
        inside = 0 < number < len(turn.cues)
        if start - end > (_LONGEST_PAUSE if inside else _LONGEST_GAP):
            assert turn.recording is not None
            between = " to ".join(seconds_to_fine_clock((turn.recording.start + at) / 1000) for at in (end, start))
            yield f"the transcript has no words from {between} of the recording", "complete it, or move from: and to:"


def _check_pace(turn: Turn, length: int) -> Iterator[tuple[str, str]]:
    words = sum(
        len(item.text.split()) for paragraph in turn.paragraphs for item in paragraph if not isinstance(item, Break)
    )
    pace = words / (length / 1000)
    if pace > _PACES[1]:
        yield f"{words} words in a clip of {length / 1000:.1f} s: nobody speaks so fast", "leave out what is not heard"
    elif pace < _PACES[0] and length > _SHORTEST_JUDGED * 1000:
        yield f"only {words} words in a clip of {length / 1000:.1f} s", "write all that is heard"
