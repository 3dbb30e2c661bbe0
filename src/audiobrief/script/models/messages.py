"""The messages about values that do not fit: what is wrong and what to do, by type of error.

`{key}` is the key that the value belongs to, `{found}` the kind of value that stands there. All other names are those
that `invalid` is called with. No message of pydantic's own reaches the user.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

_REFERENCE = "see docs/script-reference.md"
_KEYS = ("{key}: keys with values are wanted here, not {found}", f"write 'key: value'{{example}}; {_REFERENCE}")
_LIST = ("{key}: a list is wanted here, not {found}", _REFERENCE)
_MESSAGES = {
    # pydantic's own types
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "list_type": _LIST,
    "tuple_type": _LIST,
    # texts
    "text_type": ("{key}: {wanted} is wanted here, not {found}", "for example: {example}"),
    "text_by_yaml": ("{key}: YAML reads {value!r} as {reads_as}, not as text", 'put it in quotes: "{quoted}"'),
    "text_missing": ("{key}: the value is missing", "write a text after the ':'"),
    "text_comment": (
        "{key}: '{comment}' would be lost, because # after a space starts a comment",
        "put the whole text in quotes, or put a comment on a line of its own above it",
    ),
    "text_bracket": ("{key}: a text that starts with '{sign}' must stand in quotes", "put the whole text in quotes"),
    "text_curly": ("{key}: typographic quotes are a part of the text {value}", 'put it in straight quotes: "{quoted}"'),
    "line_mark": (
        "{key}: the mark {mark} has no effect here, and would be shown as it is",
        "write the words alone; marks belong into texts that are spoken",
    ),
    "text_empty": ("{key}: the text is empty", "write something, or delete the key"),
    "text_character": ("{key}: the character {character} can be neither spoken nor shown", "delete it"),
    "text_long": ("{key}: the text has {length} characters, and apps take {longest}", "shorten it"),
    "description_long": ("{key}: the description has {length} bytes, and directories take {longest}", "shorten it"),
    "choice": ("{key}: {value!r} is not one of the choices", "one of {choices}"),
    "truth": ("{key}: {value} is neither true nor false", "write true or false, without quotes"),
    # numbers
    "version": ("{key}: version {value!r} of the script format is not known", "write version: 1"),
    "number_type": ("{key}: a number is wanted here, not {found}", "write one without quotes, such as 0.95"),
    "number_form": ("{key}: {value!r} is not a number", "write one without quotes, such as 0.95"),
    "number_range": ("{key}: {value} is out of range", "{lowest:g} to {highest:g}"),
    "integer_type": (
        "{key}: a whole number is wanted here, not {found}",
        "write digits only, without quotes, such as 3",
    ),
    "integer_form": ("{key}: {value!r} is not a whole number", "write digits only, without quotes, such as 3"),
    # numbers with units
    "duration_form": ("{key}: {value!r} is not a duration", "write it as 700ms, 1.5s or 1:30"),
    "duration_range": ("{key}: {value!r} is longer than ten minutes", "write a shorter duration"),
    "length_form": ("{key}: {value!r} is not a length", "write it as 5:00, 90s or 1:02:30"),
    "length_range": ("{key}: {value!r} is no length of an episode", "1s to 6:00:00"),
    "offset_form": ("{key}: {value!r} is not a time in a recording", "write it as 0:03, 1:12.5 or 1:02:30"),
    "offset_range": ("{key}: {value!r} is later than six hours", "write an earlier time, or cut the recording"),
    "level_form": ("{key}: {value!r} is not a level in {unit}", "write it with its unit, such as {example}"),
    "level_range": ("{key}: {value!r} is out of range", "{lowest:g} to {highest:g} {unit}"),
    "bitrate": ("{key}: {value!r} is not a supported bit rate", "one of {choices}"),
    "sample_rate": ("{key}: {value} is neither 44100 nor 48000", "44100 is what players expect"),
    # days, tags and names
    "date_form": (
        "{key}: {value!r} is not a date",
        "write it as 2023-02-17, or with the time as 2023-02-17T06:00:00Z",
    ),
    "date_value": ("{key}: there is no such day or time as {value!r}", "write it as 2023-02-17"),
    "language": ("{key}: {value!r} is not a language tag", "write it as en, en-GB or uk"),
    "engine": ("{key}: unknown engine '{value}'", "{advice}"),
    "category": ("{key}: '{value}' is no category of Apple Podcasts", "{advice}"),
    "subcategory": ("{key}: '{value}' has no subcategory '{below}' at Apple Podcasts", "{advice}"),
    # files and addresses
    "slug": ("{key}: {value!r} cannot be a file's name", "use letters, digits, '-', '_' and '.', at most 100"),
    "path": ("{key}: a path has one line", "write the path of a file"),
    "url": ("{key}: {value!r} is not a web address", "write it in full, such as https://example.org/"),
    "https": ("{key}: {value!r} is no https address", "write it in full, such as https://briefing.example/"),
    "folder_address": ("{key}: {value!r} is not the address of a folder", "leave out what starts with ? or #"),
    "email": ("{key}: {value!r} is no e-mail address", "write it as desk@example.org"),
    # the lexicon
    "ipa_long": ("{key}: more than {longest} sounds for one entry", "make an entry for each word"),
    "ipa_sign": (
        "{key}: '{sign}' (U+{code:04X}) is not a sign of the phonetic alphabet",
        "correct it, or use say:{curly}",
    ),
    "entry_keys": ("{key}: an entry has either say or ipa", 'write {{say: KEEV}} or {{ipa: "ˈkiːjɪv"}}'),
    "entry_silent": ("{key}: there is nothing to say in '{value}'", "write the word respelled, such as KEEV"),
    # sounds
    "sound_end": ("{key}: the sound ends before it starts", "let end be later than start"),
    "transition_form": ("{key}: '{value}' is no transition", "write {{sound: name}}, or null for none at all"),
    "preset": (
        "{key}: '{value}' is no preset (known: {presets})",
        "write one of them, or loudness: and peak: below it",
    ),
    # segments
    "segments": ("{key}: a list with at least one segment is wanted here", "write '- narration: ...' under segments:"),
    "segment_kinds": (
        "a segment is exactly one of intro, narration, transition, outro and clip, and this has {kinds}",
        "give each its own '-'",
    ),
    "segment_no_kind": (
        "a segment is exactly one of intro, narration, transition, outro and clip, and this has none",
        "write narration: and its text",
    ),
    "segment_no_text": ("the {segment} has no text", "write what is said after the ':'"),
    "segment_silent": (
        "the transition has neither text nor sound",
        "write a text, or sound: with the name of a sound",
    ),
    "segment_mapping": (
        "{key}: '{name}:' is read as a key, so this is neither a text nor a list of turns",
        "put the text in quotes, or write '- {name}: ...' for a turn",
    ),
    "clip_end": ("{key}: the clip ends before it starts", "let to: be later than from:"),
    "clip_no_text": (
        "{key}: nothing says what is heard in '{file}'",
        "add text: with the words, or transcript: with a WebVTT or SubRip file, as audiobrief transcribe writes one",
    ),
    "clip_two_texts": ("{key}: a clip has either text or transcript", "delete one of them"),
    "clip_voice": ("voice: a clip is heard as it was recorded", "delete voice:, and write speaker: inside the clip"),
    "turns_empty": ("{key}: the list of turns is empty", "write '- presenter: Why does it matter?'"),
    "turn_form": ("{key}: a turn is one voice and its words", "write '- presenter: Why does it matter?'"),
}
_OTHER = ("{key}: {found} does not fit here", _REFERENCE)
MISSING = {
    "version": "add version: 1 at the top",
    "title": "add title: with the episode's title",
    "segments": "add segments: with a list of '- narration: ...'",
    "file": "add file: with the path of a WAV, MP3, FLAC, OGG, AIFF or M4A file",
    "speaker": "add speaker: with the name of the person who is heard",
    "sound": "add sound: with the name of a sound",
    "email": "add email: with an address such as desk@example.org",
    "start": "add start: with a time such as 1:30",
    "duration": "add duration: such as 30s",
}
"""The advice for a missing key."""


def invalid(kind: str, **context: Any) -> PydanticCustomError:
    """Return the error of a value that does not fit, to be raised by a validator.

    Args:
        kind: the type of error, as in the table.
        context: the values of the names in its message.
    """
    assert kind in _MESSAGES, kind
    return PydanticCustomError(kind, kind, context)


def message(kind: str, key: str, found: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a value, and what to do.

    Args:
        kind: the type of error.
        key: the key that the value belongs to.
        found: what stands there: a list, a mapping, nothing, or the value in quotes.
        context: the error's context.
    """
    what, advice = _MESSAGES.get(kind, _OTHER)
    values = {**context, "key": key, "found": found}
    return what.format(**values), advice.format(**values)
