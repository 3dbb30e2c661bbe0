"""What all forms are made of: which keys a mapping may have, how each value is read, and how it is described.

Not pydantic: to import it, and to have it make what these forms need, takes as long as all else that `check` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn, Protocol, TypeVar

__all__ = [
    "Chosen",
    "Fault",
    "Field",
    "Form",
    "Kind",
    "Listed",
    "Named",
    "Nested",
    "Prepared",
    "Refusal",
    "Value",
    "field",
    "nullable",
    "read",
]

Path = tuple[str | int, ...]
"""The keys and the indexes that lead to a value."""


class Fault(Exception):  # noqa: N818 - the word that all messages use
    """What is wrong with a value, and what to do; raised by what reads it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that does not fit."""

    path: Path
    """Where it stands; that of a missing key ends with the key."""
    kind: str
    """`fault`, `missing`, `unknown` (a key), `list` or `mapping` (what is wanted)."""
    what: str = ""
    """What is wrong, for a fault."""
    advice: str = ""
    """What to do about it."""


class Kind(Protocol):
    """A kind of value: how it is read and described."""

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> Any:
        """Return what a value means; where it does not fit, add why, and give anything."""

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Return its JSON Schema, and add the schemas of the forms in it by their names."""


@dataclass(frozen=True, slots=True)
class Value:
    """A single value."""

    parse: Callable[[Any], Any]
    """Gives what is written a meaning, or raises a fault."""
    described: Mapping[str, Any]
    """Its JSON Schema."""

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> Any:
        """Read it."""
        try:
            return self.parse(value)
        except Fault as fault:
            refusals.append(Refusal(path, "fault", fault.what, fault.advice))
            return None

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - there are none in it
        """Describe it."""
        return dict(self.described)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A value that is looked at before it is read; what comes of that may be nothing."""

    prepare: Callable[[Any], Any]
    """Gives what is to be read, None for nothing, or raises a fault."""
    kind: Kind

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> Any:
        """Read it."""
        try:
            value = self.prepare(value)
        except Fault as fault:
            refusals.append(Refusal(path, "fault", fault.what, fault.advice))
            return None
        return None if value is None else self.kind.read(value, path, refusals)

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Describe what is read."""
        return self.kind.schema(forms)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of values of one kind."""

    kind: Kind

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> tuple[Any, ...]:
        """Read each."""
        if not isinstance(value, list):
            refusals.append(Refusal(path, "list"))
            return ()
        return tuple(self.kind.read(item, (*path, at), refusals) for at, item in enumerate(value))

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Describe it."""
        return {"items": self.kind.schema(forms), "type": "array"}


@dataclass(frozen=True, slots=True)
class Named:
    """Values of one kind by names of the author's own."""

    name: Value
    kind: Kind

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> dict[str, Any]:
        """Read each, and its name."""
        if not isinstance(value, dict):
            refusals.append(Refusal(path, "mapping"))
            return {}
        return {
            self.name.read(name, (*path, name), refusals): self.kind.read(item, (*path, name), refusals)
            for name, item in value.items()
        }

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Describe it."""
        names = {key: value for key, value in self.name.described.items() if key != "type"}
        return {"additionalProperties": self.kind.schema(forms), "propertyNames": names, "type": "object"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value of one of several kinds."""

    choose: Callable[[Any], str]
    """Gives the name of a value's kind."""
    kinds: Mapping[str, Kind]

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> Any:
        """Read it."""
        return self.kinds[self.choose(value)].read(value, path, refusals)

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Describe all of them."""
        return {"oneOf": [kind.schema(forms) for kind in self.kinds.values()]}


@dataclass(frozen=True, slots=True)
class Nested:
    """A mapping that has a form of its own."""

    form: type[Form]

    def read(self, value: Any, path: Path, refusals: list[Refusal]) -> Form | None:
        """Read it."""
        return _read_form(self.form, value, path, refusals)

    def schema(self, forms: dict[str, Any]) -> dict[str, Any]:
        """Refer to its form."""
        name = self.form.__name__
        if name not in forms:
            forms[name] = {}
            forms[name] = self.form.schema(forms)
        return {"$ref": f"#/$defs/{name}"}


_REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a form."""

    kind: Kind
    default: Any
    """What it is where the key is not given."""
    description: str
    """For the editor who writes it."""
    nothing: bool
    """Whether it may be null."""

    @property
    def required(self) -> bool:
        """Whether the key has to be given."""
        return self.default is _REQUIRED

    def schema(self, name: str, forms: dict[str, Any]) -> dict[str, Any]:
        """Return its JSON Schema."""
        schema = self.kind.schema(forms)
        refers = "$ref" in schema
        if self.nothing:
            schema = {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
        if not self.required and not isinstance(self.default, Form | dict):
            schema["default"] = list(self.default) if isinstance(self.default, tuple) else self.default
        schema["description"] = self.description
        return schema if refers else {**schema, "title": name.replace("_", " ").title()}


def field(kind: Kind, default: Any = _REQUIRED, *, description: str) -> Any:
    """Make a key of a form; without a default it has to be given.

    It is typed as what the key's value becomes.
    """
    return Field(kind, default, description, nothing=False)


def nullable(kind: Kind, *, description: str) -> Any:
    """Make a key of a form that is None where it is not given."""
    return Field(kind, None, description, nothing=True)


class Form:
    """A mapping with certain keys and no others; it never changes."""

    fields: ClassVar[Mapping[str, Field]] = {}
    """Its keys, in their order."""
    given: frozenset[str]
    """The keys that were written."""

    def __init_subclass__(cls) -> None:
        """Gather the fields."""
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.fields = {**cls.fields, **own}

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Take the values of the keys that are given."""
        values = values or {}
        own = vars(self)
        own["given"] = frozenset(values)
        for name, key in self.fields.items():
            own[name] = values.get(name, key.default)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse to change."""
        raise AttributeError(f"{type(self).__name__} never changes")

    def values(self) -> dict[str, Any]:
        """Return all its keys and their values."""
        return {name: getattr(self, name) for name in self.fields}

    def whole(self) -> None:
        """Look at all keys together, each of which is right.

        Raises:
            Fault: they do not go together.
        """

    @classmethod
    def schema(cls, forms: dict[str, Any]) -> dict[str, Any]:
        """Return its JSON Schema."""
        schema: dict[str, Any] = {
            "additionalProperties": False,
            "description": cls.__doc__,
            "properties": {name: key.schema(name, forms) for name, key in cls.fields.items()},
        }
        if required := [name for name, key in cls.fields.items() if key.required]:
            schema["required"] = required
        return {**schema, "title": cls.__name__, "type": "object"}


FormType = TypeVar("FormType", bound=Form)


def read(form: type[FormType], value: Any) -> tuple[FormType | None, list[Refusal]]:
    """Read a mapping by a form.

    Returns:
        What it says (None where something does not fit), and all that does not fit.
    """
    refusals: list[Refusal] = []
    found = _read_form(form, value, (), refusals)
    return found, refusals


def _read_form(form: type[FormType], value: Any, path: Path, refusals: list[Refusal]) -> FormType | None:
    if not isinstance(value, dict):
        refusals.append(Refusal(path, "mapping"))
        return None
    before = len(refusals)
    values = {}
    for name, key in form.fields.items():
        if name in value:
            values[name] = key.kind.read(value[name], (*path, name), refusals)
        elif key.required:
            refusals.append(Refusal((*path, name), "missing"))
    refusals += [Refusal((*path, name), "unknown") for name in value if name not in form.fields]
    if len(refusals) > before:
        return None
    found = form(values)
    try:
        found.whole()
    except Fault as fault:
        refusals.append(Refusal(path, "fault", fault.what, fault.advice))
        return None
    return found
