"""A document against its model: every problem in one run, each with its place.

A value that does not fit is reported and then set aside, and the rest is validated again, so that one mistake does not
hide the next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from audiobrief.errors import Problem
from audiobrief.script.models.base import Model
from audiobrief.script.models.messages import MISSING, message
from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.segment import KINDS
from audiobrief.script.models.texts import Plain
from audiobrief.script.suggestions import closest
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Place, Scalar, Sequence

ModelType = TypeVar("ModelType", bound=Model)

_SET_ASIDE = "set aside"
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
    if node.tag != "str":
        return Plain.make(node.text, node.tag)
    return node.text if node.style == "|" else node.text.replace("\n", "\n\n")


def validate(model: type[ModelType], document: Document) -> tuple[ModelType | None, list[Problem]]:
    """Validate a document against a model.

    Returns:
        The values that fit (None where nothing does), and every problem; with a problem the values are fit for further
        checks only.
    """
    problems = list(document.problems)
    if not isinstance(document.root, Mapping):
        what, advice = "this is not a mapping of keys to values", "write lines such as 'title: ...'"
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
        return Problem(document.key(place), f"unknown key '{name}'", _known_keys(model, place))
    node = document.find(place)
    what, advice = message(kind, document.last_key(place), _found(node), details.get("ctx", {}))
    return Problem(document.position(node), what, advice)


def _found(node: Node) -> str:
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        return f"'{text[:40]}'" if text else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _known_keys(model: type[Model], place: Place) -> str:
    """Return advice on an unknown key."""
    name = str(place[-1])
    if model is HouseFile and len(place) == 1 and name in ScriptFile.model_fields:
        return "this key is an episode's own: write it in the script"
    for step in place[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models(model.model_fields[step].annotation), model)
    return closest(name, model.model_fields)


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
        case ("segments", index):
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
    if isinstance(owner, list):
        _remove(data, tuple(parents), incomplete)
    elif owner is not None:
        owner.pop(last, None)
        incomplete.update(place[:end] for end in range(1, len(place) + 1))
