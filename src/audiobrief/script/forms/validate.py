"""A document against its form: every problem in one pass, each with its place.

A value that does not fit is reported and then set aside, and the rest is checked again, so that one mistake
does not hide the next.
"""

from __future__ import annotations

from typing import Any

from audiobrief.errors import Problem
from audiobrief.script.forms.channel_form import FundingForm, OwnerForm, PersonForm, SoundbiteForm
from audiobrief.script.forms.form import (
    EntryForm,
    EpisodeForm,
    LexiconForm,
    MasteringForm,
    OutputForm,
    PausesForm,
    ShowForm,
    SoundForm,
    SourceForm,
    TransitionForm,
    VoiceForm,
)
from audiobrief.script.forms.segment_form import KINDS, SegmentForm
from audiobrief.script.forms.strict import Form, FormType, Refusal, read
from audiobrief.script.forms.values import Plain
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Scalar, Sequence
from audiobrief.script.yaml.tree import closest

__all__ = ["to_data", "validate"]

_FORMS: dict[str, type[Form]] = {
    "segments": SegmentForm,
    "voices": VoiceForm,
    "sounds": SoundForm,
    "lexicon": EntryForm,
    "pauses": PausesForm,
    "mastering": MasteringForm,
    "output": OutputForm,
    "source": SourceForm,
    "transition": TransitionForm,
    "owner": OwnerForm,
    "funding": FundingForm,
    "persons": PersonForm,
    "soundbite": SoundbiteForm,
}
_REQUIRED = {
    "version": "add version: 1 at the top",
    "title": "add title: with the episode's title",
    "segments": "add segments: with a list of '- narration: ...'",
    "file": "add file: with the path of a WAV, MP3, FLAC, OGG or M4A file",
    "sound": "add sound: with the name of a sound",
    "email": "add email: with an address such as desk@example.org",
    "start": "add start: with a time such as 1:30",
    "duration": "add duration: such as 30s",
}
# Where a part of an entry is set aside, not the whole, so that the rest of it is still checked.
_PARTLY = ("voices", "sounds")
# Whose keys are needed, so that an entry without one would be another mistake.
_WHOLLY = ("owner", "soundbite")
_SET_ASIDE = "set aside"
_MOST_ROUNDS = 200


def to_data(node: Node) -> Any:
    """Turn a tree into dicts, lists and strings; a word YAML would change becomes `Plain`.

    In a text that is not literal (`|`), YAML has already joined lines, and a line end that is left stands for
    an empty line: it is written as one again.
    """
    if isinstance(node, Mapping):
        return {key: to_data(child) for key, child in node.entries.items()}
    if isinstance(node, Sequence):
        return [to_data(child) for child in node.items]
    tag = node.tag
    if tag != "str":
        return Plain.make(node.text, tag)
    return node.text if node.style == "|" else node.text.replace("\n", "\n\n")


def validate(form: type[FormType], document: Document) -> tuple[FormType | None, list[Problem]]:
    """Check a document against a form.

    Returns:
        What fits the form (None where nothing does), and every problem; with a problem the value is fit for
        further checks only.
    """
    problems = list(document.problems)
    if not isinstance(document.root, Mapping):
        problems.append(
            Problem(
                document.position(document.root),
                "this is not a mapping of keys to values",
                "write lines such as 'title: ...'",
            )
        )
        return None, problems
    data = to_data(document.root)
    for _ in range(_MOST_ROUNDS):
        found, refusals = read(form, data)
        if not refusals:
            return found, problems
        for refusal in refusals:
            problems.append(_problem(form, document, refusal))
            _set_aside(form, data, refusal.path)
    return None, problems


def _problem(form: type[Form], document: Document, refusal: Refusal) -> Problem:
    path = refusal.path
    name = str(path[-1]) if path else ""
    if refusal.kind == "missing":
        position = document.position(document.find(path[:-1]))
        return Problem(position, f"'{name}' is missing", _REQUIRED.get(name, f"add {name}:"))
    if refusal.kind == "unknown":
        owner = next((_FORMS[str(step)] for step in path[:-1] if step in _FORMS), form)
        return Problem(document.key(path), f"unknown key '{name}'", _known_key(form, owner, name))
    position = document.position(document.find(path))
    if refusal.kind == "fault":
        return Problem(position, refusal.what, refusal.advice)
    node = document.find(path)
    found = "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else _shown(node)
    wanted = "a list" if refusal.kind == "list" else "a mapping of keys to values"
    return Problem(position, f"{wanted} is wanted here, not {found}", "see docs/script-reference.md")


def _shown(node: Scalar) -> str:
    text = " ".join(node.text.split())
    return f"'{text[:40]}'" if text else "nothing"


def _known_key(form: type[Form], owner: type[Form], name: str) -> str:
    if owner is form and form is ShowForm and name in EpisodeForm.fields:
        return "this key is an episode's own: write it in the script"
    return closest(name, owner.fields)


def _set_aside(form: type[Form], data: Any, path: tuple[str | int, ...]) -> None:
    """Take the value at a path out of the data, and leave what keeps the rest in place."""
    root = path[0] if path else ""
    if root in data and root not in form.fields:
        data.pop(root)
    elif root == "segments":
        _set_segment_aside(data, path)
    elif form is LexiconForm and (len(path) == 1 or not isinstance(data.get(root), dict)):
        data[root] = {}
    elif root == "version":
        data["version"] = Plain.make("1", "int")
    elif root == "title":
        data["title"] = _SET_ASIDE
    elif root in _WHOLLY or not isinstance(data.get(root), dict) or len(path) == 1:
        data.pop(root, None)
    else:
        name = next((step for step in path[1:] if step in data[root]), None)
        if name is None:
            data.pop(root)
        elif root in _PARTLY and isinstance(entry := data[root][name], dict):
            key = path[-1]
            entry.pop(key) if key in entry and str(key) not in _REQUIRED else data[root].pop(name)
        else:
            data[root].pop(name)


def _set_segment_aside(data: Any, path: tuple[str | int, ...]) -> None:
    if len(path) == 1:
        data["segments"] = [{"narration": _SET_ASIDE}]
    elif len(path) == 2:
        data["segments"][path[1]] = {"narration": _SET_ASIDE}
    elif path[2] in KINDS:
        data["segments"][path[1]][path[2]] = _SET_ASIDE
    else:
        segment = data["segments"][path[1]]
        gone = ("chapter", "url", "image") if path[2] == "chapter" else (path[2],)
        for key in gone:
            segment.pop(key, None)
        if path[2] == "sound" and not any(segment.get(kind) for kind in KINDS):
            segment["transition"] = _SET_ASIDE
        import difflib

        if difflib.get_close_matches(str(path[2]), KINDS, n=1) and not any(kind in segment for kind in KINDS):
            # A kind that is written wrong is one mistake, not also a segment without a kind.
            segment["narration"] = _SET_ASIDE
