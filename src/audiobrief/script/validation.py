"""A document against its model: every problem in one run, each with its place.

A value that does not fit is reported and then set aside, and the rest is validated again, so that one mistake does not
hide the next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from audiobrief.errors import Position, Problem
from audiobrief.script.models.base import Model
from audiobrief.script.models.messages import MISSING, message
from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.segment import KINDS, SegmentDefinition
from audiobrief.script.models.texts import Commented, Plain
from audiobrief.script.suggestions import closest
from audiobrief.script.yaml.misplaced_keys import find_misplaced_keys
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Place, Scalar, Sequence
from audiobrief.script.yaml.syntax_errors import explain_key_line

ModelType = TypeVar("ModelType", bound=Model)

_SET_ASIDE = "set aside"
_KEYS = {*ScriptFile.model_fields, *HouseFile.model_fields, *SegmentDefinition.model_fields} - {"description"}
_SYNONYMS = {
    "music": "bed or sound", "background": "bed", "jingle": "sound", "sting": "sound", "effect": "sound",
    "speaker": "voice", "host": "voice", "presenter": "voice", "text": "narration", "speech": "narration",
    "body": "narration", "story": "narration", "link": "url", "picture": "image", "cover": "image",
    "title": "chapter", "heading": "chapter", "silence": "pause", "break": "pause",
}  # fmt: skip
"""Keys of segments by other words for them."""
_EXAMPLES = {
    "persons": ", such as '- {name: Ada Smith, role: host}'",
    "sounds": ", such as 'theme: ../audio_assets/theme.wav'",
    "voices": ", such as 'presenter: {name: gmw/en-us}'",
    "lexicon": ", such as 'Kyiv: {say: KEEV}'",
    "segments": ", such as '- narration: Good evening.'",
    "clip": ", such as 'file: ../clips/mayor.wav'",
}
_STEPS_TO_SEGMENT_KEY = 3
"""`segments`, an index and a key."""
_MOST_ROUNDS = 200


def to_data(node: Node) -> Any:
    """Return a tree as dicts, lists and strings; a word that YAML would change becomes `Plain`.

    In a text that is not literal (`|`), YAML has already joined lines, and a line end that is left stands for
    an empty line: it is written as one again.
    """
    if isinstance(node, Mapping):
        return {key: to_data(child) for key, child in node.entries.items()}
    if isinstance(node, Sequence):
        return [to_data(child) for child in node.items]
    comment = node.comment[2] if node.comment else ""
    if node.tag != "str":
        return Plain.make(node.text, node.tag, comment)
    text = node.text if node.style == "|" else node.text.replace("\n", "\n\n")
    if comment and (node.style == "plain" or not comment[1:2].isspace()):
        return Commented.make(text, comment)
    return text


def validate(model: type[ModelType], document: Document) -> tuple[ModelType | None, list[Problem]]:
    """Validate a document against a model.

    Returns:
        The values that fit (None where nothing does), and every problem; with a problem the values are fit for further
        checks only.
    """
    problems = [*document.problems, *find_misplaced_keys(document, _KEYS)]
    if not isinstance(document.root, Mapping):
        what, advice = "this has no keys with values", "write lines such as 'title: ...'"
        return None, [*problems, Problem(document.position(document.root), what, advice)]
    data = to_data(document.root)
    incomplete: set[Place] = set()
    for _ in range(_MOST_ROUNDS):
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            for place, details in _errors(data, error):
                if place not in incomplete:
                    problems.append(_problem(model, document, place, details))
                    _set_aside_invalid(data, place, details["type"], incomplete)
                else:
                    # The mapping lacks what was set aside before.
                    _set_aside(data, place[:-1] if details["type"] == "missing" else place, incomplete)
    return None, problems


def _errors(data: Any, error: ValidationError) -> list[tuple[Place, ErrorDetails]]:
    return [(_place(data, details), details) for details in error.errors(include_url=False, include_input=False)]


def _place(data: Any, details: ErrorDetails) -> Place:
    """Return the keys and indexes that lead to an error's value; other parts of its location are pydantic's own."""
    place: list[str | int] = []
    for step in details["loc"]:
        if step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int):
            data = data[step]
            place.append(step)
    return (*place, details["loc"][-1]) if details["type"] == "missing" else tuple(place)


def _problem(model: type[Model], document: Document, place: Place, details: ErrorDetails) -> Problem:
    kind, name = details["type"], str(place[-1]) if place else ""
    if kind == "missing":
        position = document.position(document.find(place[:-1]))
        return Problem(position, f"'{name}' is missing", MISSING.get(name, f"add {name}:"))
    if kind == "extra_forbidden":
        return Problem(document.key(place), f"unknown key '{name}'", _known_keys(model, document, place))
    node = document.find(place)
    if kind == "model_type" and isinstance(node, Scalar) and (wrong := explain_key_line(document.lines, node.line - 1)):
        return Problem(Position(document.file, wrong[0], wrong[1]), *wrong[2:])
    example = _EXAMPLES.get(name) or _EXAMPLES.get(str(place[0]) if place else "", "")
    context = {"example": example, **details.get("ctx", {})}
    position = document.position(node)
    comment = node.comment if isinstance(node, Scalar) else None
    if comment is not None and (kind == "text_comment" or not isinstance(node, Scalar) or not node.text):
        kind, context = "text_comment", {"comment": comment[2] if len(comment[2]) <= 60 else f"{comment[2][:59]}…"}
        position = Position(document.file, comment[0], comment[1])
    elif kind in _TEXT_PROBLEMS and context.get("wanted", "a text") == "a text" and (sign := _bracket(document, place)):
        kind, context = "text_bracket", {"sign": sign}
    what, advice = message(kind, document.last_key(place), _found(node), context)
    return Problem(position, what, advice)


_TEXT_PROBLEMS = {"text_type", "turn_form", "turns_empty", "segment_mapping"}


def _bracket(document: Document, place: Place) -> str | None:
    """Return the bracket or brace that a value starts with, where a text is wanted that holds no other value."""
    node = document.find(place[:-1] if place and isinstance(place[-1], int) else place)
    sign = document.lines[node.line - 1][node.column - 1 : node.column]
    return sign if sign in {"[", "{"} and not _holds_keys(node) else None


def _holds_keys(node: Node) -> bool:
    """Return whether a list or a group in braces is empty or has keys with values, and so is not meant as a text."""
    if isinstance(node, Sequence):
        return not node.items or any(isinstance(item, Mapping) for item in node.items)
    values = node.entries.values() if isinstance(node, Mapping) else ()
    return any(not isinstance(value, Scalar) or value.text for value in values)


def _found(node: Node) -> str:
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        return f"'{text[:40]}'" if text else "nothing"
    return "a list" if isinstance(node, Sequence) else "keys with values"


def _known_keys(model: type[Model], document: Document, place: Place) -> str:
    """Return advice on an unknown key."""
    name = str(place[-1])
    parent, value = document.find(place[:-1]), document.find(place)
    if name in _SYNONYMS and place[0] == "segments" and len(place) == _STEPS_TO_SEGMENT_KEY:
        return f"write {_SYNONYMS[name]}"
    if re.search("[\u00a0\u2007\u202f\u3000]", name):
        return "replace the no-break space before it with a plain space"
    if match := re.match(r"[-–—•*‣]\s*([a-z_]+)$", name):
        return f"write '- {match[1]}: ...', with a plain dash and a space"
    if match := re.match(r"([a-z_]+):(.+)$", name):
        return f"write a space after the colon: '{match[1]}: {match[2]}'"
    if isinstance(value, Scalar) and not value.text and document.lines[parent.line - 1][parent.column - 1] == "{":
        return "a text with a comma in it must stand in quotes here"
    if model is HouseFile and len(place) == 1 and name in ScriptFile.model_fields:
        return "this key is an episode's own: write it in the script"
    for step in place[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models(model.model_fields[step].annotation), model)
    return closest(name, [field.alias or key for key, field in model.model_fields.items()])


def _models(annotation: Any) -> Iterator[type[Model]]:
    """Yield the models in a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _set_aside_invalid(data: Any, place: Place, kind: str, incomplete: set[Place]) -> None:
    if kind != "extra_forbidden":
        _set_aside(data, place, incomplete)
    elif place[0] != "segments" or difflib.get_close_matches(str(place[-1]), KINDS, n=1):
        _remove(data, place, incomplete)
    else:
        # A segment without a kind is another mistake, unless the unknown key is a kind that is written wrong.
        _remove(data, place, set())


def _set_aside(data: Any, place: Place, incomplete: set[Place]) -> None:
    """Remove the value at a place, or put one that is valid there where the rest needs it."""
    match place:
        case ("version",):
            data["version"] = Plain.make("1", "int")
        case ("title",):
            data["title"] = _SET_ASIDE
        case ("lexicon",):
            data["lexicon"] = {}
        case ("segments",):
            data["segments"] = [{"narration": _SET_ASIDE}]
        case ("segments", index) | ("segments", index, "clip", *_):
            data["segments"][index] = {"narration": _SET_ASIDE}
        case ("segments", index, key, *_) if key in (*KINDS, "chapter"):
            data["segments"][index][key] = _SET_ASIDE
        case _:
            _remove(data, place, incomplete)


def _remove(data: Any, place: Place, incomplete: set[Place]) -> None:
    """Remove a key and its value, or the list that holds the value; add the mappings that lack it to a set."""
    *parents, last = place
    owner = data
    for step in parents:
        owner = owner.get(step) if isinstance(owner, dict) else owner[step]
        if not isinstance(owner, dict | list):  # it was set aside because of another error in it
            return
    if isinstance(owner, list):
        _remove(data, tuple(parents), incomplete)
    else:
        owner.pop(last, None)
        incomplete.update(place[:end] for end in range(1, len(place) + 1))
