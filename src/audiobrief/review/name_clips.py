"""Speak names of a script in its own voices: alone, or alone and in their sentences with a trial pronunciation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from audiobrief.errors import UsageError
from audiobrief.production.casting import cast_plan
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.review.names import UnknownWord, find_unknown_words, normalise_word
from audiobrief.script.markup.parser import Span
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script
from audiobrief.script.models.segment import Segment, Turn
from audiobrief.script.passages import passages
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSegment, PlannedSentence
from audiobrief.voices.engine import Engine
from audiobrief.voices.registry import open_engines

_PAUSE = 700
"""Milliseconds between two names in a clip."""


def speak_unknown_words(script: Script, clip: Path | None) -> tuple[UnknownWord, ...]:
    """Find the words of a script that its voices have to guess, and speak each of them once into a WAV file.

    Of a word that is written like another one, both are spoken. The file is not written if it is None, or if there
    are no such words.

    Raises:
        ScriptError: a voice is not installed.
        AudiobriefError: an engine failed, or the clip could not be written.
    """
    with open_engines() as engines:
        words = find_unknown_words(script, engines)
        if clip is not None and words:
            speak_words(words, script, engines, clip)
    return words


def speak_words(words: Iterable[UnknownWord], script: Script, engines: Mapping[str, Engine], clip: Path) -> None:
    """Speak words into a WAV file, each alone; of a word that is written like another one, both.

    Raises:
        AudiobriefError: an engine failed, or the clip could not be written.
    """
    _write(_plan(utterance for word in words for utterance in _readings(word)), script, engines, clip)


def speak_trials(script: Script, entries: Sequence[Entry], engines: Mapping[str, Engine], clip: Path) -> None:
    """Speak words of a script into a WAV file, each alone and then in its first sentence, by the voice that says it.

    Args:
        script: the script.
        entries: how the words are said; with neither `say` nor `ipa`, as in the script.
        engines: by name.
        clip: the file to write.

    Raises:
        UsageError: the script does not have one of the words.
        ScriptError: a voice is not installed.
        AudiobriefError: an engine failed, or the clip could not be written.
    """
    _write(trial_plan(script, entries, engines), script, engines, clip)


def trial_plan(script: Script, entries: Sequence[Entry], engines: Mapping[str, Engine]) -> Plan:
    """Return a plan that says words as `speak_trials` does.

    Raises:
        UsageError: the script does not have one of the words.
        ScriptError: a voice is not installed.
    """
    sentences = [sentence for entry in entries for sentence in _trial_sentences(script, entry, engines)]
    return Plan((PlannedSegment("narration", tuple(sentences), 0, chapter="Names"),))


def _write(plan: Plan, script: Script, engines: Mapping[str, Engine], clip: Path) -> None:
    from audiobrief.production.say import say_plan

    with work_folder(clip.parent) as work:
        say_plan(plan, engines, script.output.sample_rate, work, clip)


def _readings(word: UnknownWord) -> Iterator[tuple[UnknownWord, Utterance]]:
    """Yield what is said of a word: the word, or a homograph with the sounds of each word that it may be."""
    if not word.choices:
        yield word, Utterance(f"{normalise_word(word.word, word.voice.language)}.", word.voice)
    for _, sounds in word.choices:
        given = (Pronunciation(0, len(word.word), sounds),) if sounds else ()
        yield word, Utterance(f"{word.word}.", word.voice, given)


def _plan(utterances: Iterable[tuple[UnknownWord, Utterance]]) -> Plan:
    """Return a plan that says words one by one, each by the voice that says it in the script."""
    sentences: list[PlannedSentence] = []
    for word, utterance in utterances:
        piece = PlannedPiece(utterance, word.speaker, _PAUSE if sentences else 0)
        sentences.append(PlannedSentence(word.word, word.speaker, (piece,)))
    return Plan((PlannedSegment("narration", tuple(sentences), 0, chapter="Names"),))


def _trial_sentences(script: Script, entry: Entry, engines: Mapping[str, Engine]) -> tuple[PlannedSentence, ...]:
    """Return a word alone, and the first sentence of a script in which it occurs."""
    for passage in passages(script):
        if (match := next(find_entries(passage.text, (entry,)), None)) is None:
            continue
        word = Turn(passage.speaker(match[0]), ((Span(f"{entry.word}."),),))
        paragraph = Turn(passage.turn.speaker, (tuple(span for _, span in passage.spans),))
        lexicon = script.lexicon
        if entry.say is not None or entry.ipa is not None:
            lexicon = (entry, *(other for other in lexicon if other.word != entry.word))
        segment = Segment(kind="narration", turns=(word, paragraph))
        _, plan = cast_plan(script.model_copy(update={"segments": (segment,), "lexicon": lexicon}), engines)
        alone, *others = plan.segments[0].sentences
        context = next(sentence for sentence in others if next(find_entries(sentence.text, (entry,)), None))
        return _after_pause(alone), _after_pause(context)
    raise UsageError(f"the script does not have '{entry.word}' (write it as it is written there)")


def _after_pause(sentence: PlannedSentence) -> PlannedSentence:
    first, *others = sentence.pieces
    return replace(sentence, pieces=(replace(first, pause=_PAUSE), *others))
