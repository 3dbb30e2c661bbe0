"""A house file by itself: what it says of the show, for publishing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import Problem, ScriptError, SoundError
from audiobrief.script.files import project_folder, resolve_picture
from audiobrief.script.forms.channel_form import FundingForm, PersonForm
from audiobrief.script.forms.form import ShowForm
from audiobrief.script.forms.validate import validate
from audiobrief.script.models.show import Funding, Owner, Person, Show
from audiobrief.script.yaml.tree import read_document

__all__ = ["House", "fundings", "load_house", "people", "show_value"]

_OF_THE_SHOW = {"title", "author", "link", "copyright", "description", "address", "category", "explicit"}


@dataclass(frozen=True, slots=True)
class House:
    """What a house file says of the show."""

    show: Show
    """The show."""
    language: str | None
    """BCP 47 tag."""
    cover: Path | None
    """The show's picture."""


def people(forms: tuple[PersonForm, ...]) -> tuple[Person, ...]:
    """Return persons as values."""
    return tuple(Person(**form.values()) for form in forms)


def fundings(forms: tuple[FundingForm, ...]) -> tuple[Funding, ...]:
    """Return the places where listeners can pay as values."""
    return tuple(Funding(**form.values()) for form in forms)


def show_value(form: ShowForm) -> Show:
    """Return what a house file says of the show."""
    plain = {name: getattr(form, name) for name in _OF_THE_SHOW} | {"category": form.category or ()}
    return Show(
        **plain,
        owner=Owner(**form.owner.values()) if form.owner else None,
        funding=fundings(form.funding),
        persons=people(form.persons),
    )


def load_house(path: Path) -> House:
    """Read a house file.

    Raises:
        ScriptError: with every problem of the file and its cover.
    """
    document = read_document(path, str(path))
    form, problems = validate(ShowForm, document)
    cover = None
    if form is not None and form.cover is not None:
        try:
            cover = resolve_picture(form.cover, path, project_folder(path))
        except SoundError as error:
            problems.append(Problem(document.position(document.find(("cover",))), error.what, error.advice))
    if form is None or problems:
        raise ScriptError(problems)
    return House(show_value(form), form.language, cover)
