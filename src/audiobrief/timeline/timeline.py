"""The timeline of an episode: every position, in samples at the programme's rate.

Audio, chapters, transcripts, pages and feed are all derived from it, so that they cannot disagree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audiobrief.errors import Problem
from audiobrief.reading.recordings import place_sentences
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Soundbite
from audiobrief.script.models.segment import Source
from audiobrief.script.models.sound import Picture, Sound
from audiobrief.timeline.plan import Plan, PlannedSegment, PlannedSentence
from audiobrief.units import milliseconds_to_samples, samples_to_milliseconds, seconds_to_fine_clock

FRAME = 1152
"""Samples of an MP3 frame. Sentences, cues and beds start on a frame, so that what follows a changed sentence moves by
whole frames, and need not be encoded again."""

LONGEST_WAIT_FOR_ENDING, LONGEST_WAIT_AT_THE_END = 500, 1500
"""Milliseconds that a bed may play beyond its tail, to end where its music ends; and the last bed of an episode."""
SHORTEST_TAIL = 1500
"""Milliseconds that a bed plays after the last word at least, to rise before it ends."""
OVERLAP = 500
"""Milliseconds for which a bed goes on, fading, under the music that follows it."""
CLOSING_SILENCE = 300
"""Milliseconds of silence at the end of the episode, so that players do not cut its last sound."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the programme."""

    start: int
    """First sample."""
    end: int
    """Sample after the last."""


def join_ranges(ranges: Iterable[tuple[int, int]], gap: int = 0) -> tuple[tuple[int, int], ...]:
    """Join ranges, which are in order of their starts, where at most `gap` lies between one and the next."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class Speech(Stretch):
    """A clip at its position."""

    utterance: Utterance
    """The utterance that is spoken."""
    speaker: str
    """The author's name of the voice, or the name of the person who was recorded."""


@dataclass(frozen=True, slots=True)
class SentencePart(Stretch):
    """The part of a sentence that one voice says."""

    text: str
    """As it is written."""
    speaker: str
    """The author's name of the voice."""


@dataclass(frozen=True, slots=True)
class TimedWord(Stretch):
    """A word at its position."""

    text: str
    """As it is written, with the signs around it; several words where what is said for them cannot be told apart."""


@dataclass(frozen=True, slots=True)
class SpokenSentence(Stretch):
    """A sentence at its position, for transcripts."""

    text: str
    """As it is written."""
    speaker: str
    """The name of the voice that says all of it, or else of its turn's voice, or of the person who was recorded."""
    new_paragraph: bool = False
    """True if a paragraph starts with it."""
    line: int = 1
    """The line of the script on which it starts."""
    said: str = ""
    """The text that the engines were given."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the voices that say it, each once."""
    parts: tuple[SentencePart, ...] = ()
    """The parts that the voices say, where several do."""
    is_recorded: bool = False
    """True if a person says it in a recording."""
    words: tuple[TimedWord, ...] = ()
    """All of its text in order of time; empty where a voice does not report its words. See `words.with_words`."""


@dataclass(frozen=True, slots=True)
class Cue(Stretch):
    """A sound that is played once."""

    sound: str
    """The sound's name."""


@dataclass(frozen=True, slots=True)
class Bed(Stretch):
    """A sound that is looped under the speech."""

    sound: str
    """The sound's name."""
    fade_out: int
    """Samples of the fade at its end; 0 if its music ends there."""


@dataclass(frozen=True, slots=True)
class Chapter(Stretch):
    """A chapter at its position; it ends where the next one starts, or with the episode."""

    title: str
    """The title as players show it."""
    url: str | None = None
    """Its link."""
    image: Picture | None = None
    """Its picture."""
    source: Source | None = None
    """The article that it is about."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """An episode's positions."""

    sample_rate: int
    """Hz; all positions are samples at this rate."""
    length: int
    """Samples of the whole episode."""
    speech: tuple[Speech, ...]
    """In order of time, not overlapping."""
    sentences: tuple[SpokenSentence, ...]
    """In order of time."""
    cues: tuple[Cue, ...]
    """In order of time."""
    beds: tuple[Bed, ...]
    """In order of time."""
    chapters: tuple[Chapter, ...]
    """Contiguous; the first starts at 0, the last ends at `length`."""
    segment_starts: tuple[int, ...] = ()
    """First sample of every segment of the plan, in order."""

    def speech_within(self, start: int, end: int) -> slice:
        """Return which of the clips are heard after sample `start` and before sample `end`."""
        first = bisect_right(self.speech, start, key=lambda speech: speech.end)
        return slice(first, bisect_left(self.speech, end, first, key=lambda speech: speech.start))

    def silences(self, shortest: int) -> tuple[tuple[int, int], ...]:
        """Return the stretches of at least `shortest` samples in which nothing is placed."""
        placed = [(thing.start, thing.end) for things in (self.speech, self.cues, self.beds) for thing in things]
        joined = join_ranges(sorted(placed))
        gaps = zip([0, *(end for _, end in joined)], [*(start for start, _ in joined), self.length], strict=True)
        return tuple((start, end) for start, end in gaps if end - start >= shortest)


@dataclass(slots=True)
class _Layout:
    """The present position, and what has been placed so far."""

    sample_rate: int
    durations: Mapping[Utterance, int]
    sounds: Mapping[str, Sound]
    lengths: Mapping[str, int]
    at: int = 0
    speech: list[Speech] = field(default_factory=list)
    sentences: list[SpokenSentence] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    beds: list[Bed] = field(default_factory=list)
    starts: list[tuple[int, PlannedSegment]] = field(default_factory=list)
    segment_starts: list[int] = field(default_factory=list)
    bed_start: int | None = None

    def samples(self, milliseconds: float) -> int:
        return milliseconds_to_samples(milliseconds, self.sample_rate)

    def align(self) -> None:
        """Move to the nearest frame that does not cut off what was placed last."""
        last = (things[-1].end for things in (self.speech, self.cues, self.beds) if things)
        earliest = max((end for end in last if end <= self.at), default=0)
        nearest = round(self.at / FRAME) * FRAME
        self.at = nearest if nearest >= earliest else nearest + FRAME

    def place(self, segment: PlannedSegment, following: PlannedSegment | None, *, on_time: bool) -> None:
        """Place a segment's sound, bed and sentences, and the silence after it."""
        self.align()
        self.segment_starts.append(self.at)
        if segment.chapter is not None:
            self.starts.append((self.at, segment))
        if segment.sound is not None:
            end = self.at + self.lengths[segment.sound]
            self.cues.append(Cue(self.at, end, segment.sound))
            self.at = end
        if segment.bed is not None and self.bed_start is None:
            self.align()
            self.bed_start = self.at
            self.at += self.samples(self.sounds[segment.bed].lead_in)
        self._place_sentences(segment)
        self.at += self.samples(segment.closing_break)
        silence = self.samples(segment.pause) if following is not None else 0
        # A bed continues if the next segment has the same one, and no sound before its text.
        continues = following is not None and following.bed == segment.bed and following.sound is None
        if segment.bed is None or continues:
            self.at += silence
        elif following is not None and (following.sound is not None or following.bed is not None):
            self._fade_bed(segment.bed, self.at + silence + self.samples(OVERLAP))
            self.at += silence
        else:
            end = self._end_bed(segment.bed, is_last=following is None, on_time=on_time)
            self.at = max(end, self.at + silence)

    def _place_sentences(self, segment: PlannedSegment) -> None:
        for sentence in segment.sentences:
            start: int | None = None
            for piece in sentence.pieces:
                self.at += self.samples(piece.pause)
                if start is None:
                    self.align()
                    start = self.at
                end = self.at + self.durations[piece.utterance]
                self.speech.append(Speech(self.at, end, piece.utterance, piece.speaker))
                self.at = end
            assert start is not None
            if sentence.recorded:
                self.sentences += _recorded_sentences(sentence, start, self.at, self.sample_rate)
                continue
            self.sentences.append(
                SpokenSentence(
                    start,
                    self.at,
                    sentence.text,
                    sentence.speaker,
                    sentence.new_paragraph,
                    sentence.line,
                    sentence.said,
                    tuple(dict.fromkeys(piece.utterance.voice.language for piece in sentence.pieces)),
                    _sentence_parts(sentence, self.speech[-len(sentence.pieces) :]),
                )
            )

    def _end_bed(self, name: str, *, is_last: bool, on_time: bool) -> int:
        """End the bed where its music ends, if that is near; otherwise fade it out. Return where it ends."""
        assert self.bed_start is not None
        tail, length = self.samples(self.sounds[name].tail), self.lengths[name]
        if on_time:
            return self._fade_bed(name, self.at if is_last else self.at + tail)
        earliest = self.at + min(tail, self.samples(SHORTEST_TAIL))
        turns = -(-(earliest - self.bed_start) // length)
        ending = self.bed_start + turns * length
        wait = self.samples(LONGEST_WAIT_AT_THE_END if is_last else LONGEST_WAIT_FOR_ENDING)
        if tail and ending <= self.at + tail + wait:
            self.beds.append(Bed(self.bed_start, ending, name, 0))
            self.bed_start = None
            return ending
        return self._fade_bed(name, self.at + tail)

    def _fade_bed(self, name: str, latest: int) -> int:
        """Fade the bed out after the last word, or under it if it has to end by then. Return where it ends."""
        assert self.bed_start is not None
        tail = self.samples(self.sounds[name].tail)
        end = min(self.at + tail, latest)
        fade_out = max(self.samples(250), (end - self.at or tail) * 2 // 3)
        self.beds.append(Bed(self.bed_start, end, name, min(fade_out, end - self.bed_start)))
        self.bed_start = None
        return end

    def chapters(self, length: int) -> tuple[Chapter, ...]:
        ends = [start for start, _ in self.starts[1:]] + [length]
        return tuple(
            Chapter(start, end, segment.chapter or "", segment.url, segment.image, segment.source)
            for (start, segment), end in zip(self.starts, ends, strict=True)
        )


def _sentence_parts(sentence: PlannedSentence, placed: Sequence[Stretch]) -> tuple[SentencePart, ...]:
    """Return what each voice says of a sentence; nothing if one says all of it, or its pieces are not in its text."""
    parts: list[SentencePart] = []
    begins: list[int] = []
    found = 0
    for piece, stretch in zip(sentence.pieces, placed, strict=True):
        written = " ".join(piece.written.split())
        if written and (not parts or piece.speaker != parts[-1].speaker):
            at = sentence.text.find(written, found)
            if at < 0:
                return ()
            found = at + len(written)
            begins.append(at)
            parts.append(SentencePart(stretch.start, stretch.end, "", piece.speaker))
        elif parts:
            parts[-1] = replace(parts[-1], end=stretch.end)
    if len(parts) < 2:
        return ()
    ends = [*begins[1:], len(sentence.text)]
    begins[0] = 0
    return tuple(
        replace(part, text=sentence.text[begin:end].strip())
        for part, begin, end in zip(parts, begins, ends, strict=True)
    )


def _recorded_sentences(sentence: PlannedSentence, start: int, end: int, sample_rate: int) -> list[SpokenSentence]:
    """Return the sentences of a recording at their positions."""
    language = sentence.pieces[0].utterance.voice.language
    spoken = []
    for part, (first, last) in zip(
        sentence.recorded, place_sentences(sentence.recorded, end - start, sample_rate), strict=True
    ):
        place = (start + first, start + last, part.text, sentence.speaker, part.new_paragraph, sentence.line)
        spoken.append(SpokenSentence(*place, languages=(language,), is_recorded=True))
    return spoken


def lay_out(
    plan: Plan,
    durations: Mapping[Utterance, int],
    sounds: Mapping[str, Sound],
    lengths: Mapping[str, int],
    sample_rate: int,
    *,
    on_time: bool = False,
) -> Timeline:
    """Lay out a plan: give each part its position.

    Args:
        plan: what is placed, in order.
        durations: samples of each utterance.
        sounds: the sounds by name.
        lengths: samples of each sound.
        sample_rate: the programme's, in Hz.
        on_time: whether beds fade out regardless of their music, and the last one ends on the last word: then every
            change of a pause changes the length of the episode.
    """
    layout = _Layout(sample_rate, durations, sounds, lengths)
    for index, segment in enumerate(plan.segments):
        layout.place(segment, plan.segments[index + 1] if index + 1 < len(plan.segments) else None, on_time=on_time)
    length = max(layout.at, *(bed.end for bed in layout.beds), 0) + layout.samples(CLOSING_SILENCE)
    return Timeline(
        sample_rate=sample_rate,
        length=length,
        speech=tuple(layout.speech),
        sentences=tuple(layout.sentences),
        cues=tuple(layout.cues),
        beds=tuple(layout.beds),
        chapters=layout.chapters(length),
        segment_starts=tuple(layout.segment_starts),
    )


def soundbite_problem(bite: Soundbite | None, timeline: Timeline) -> Problem | None:
    """Return the problem of a soundbite that ends after its episode; None if it does not."""
    length = samples_to_milliseconds(timeline.length, timeline.sample_rate)
    if bite is None or bite.start + bite.duration <= length:
        return None
    end, lasts = (seconds_to_fine_clock(each / 1000) for each in (bite.start + bite.duration, length))
    return Problem(
        bite.position,
        f"the soundbite ends at {end}, and the episode lasts {lasts}",
        "bring it inside the episode",
    )
