"""The form of what is published: the channel's keys of a house file, and what a script adds for the feed."""

from __future__ import annotations

import re
from typing import Any

from audiobrief.script.forms import values
from audiobrief.script.forms.strict import Fault, Form, Value, field, nullable
from audiobrief.script.forms.values import Plain
from audiobrief.script.models.categories import CATEGORIES

__all__ = ["ADDRESS", "CATEGORY", "DESCRIPTION", "TRUTH", "FundingForm", "OwnerForm", "PersonForm", "SoundbiteForm"]

LONGEST = 128
"""Characters of a node that the podcast namespace limits."""
_LONGEST_DESCRIPTION = 4000
"""Bytes of a channel's description (Apple)."""


def _truth(value: Any) -> bool:
    if isinstance(value, Plain) and value in {"true", "false"}:
        return value == "true"
    shown = f"'{value}'" if isinstance(value, str) else "this"
    raise Fault(f"{shown} is neither true nor false", "write true or false, without quotes")


def _https(value: Any) -> str:
    text = values.line(value)
    if not re.fullmatch(r"https://[^\s<>\"]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s<>\"]*)?", text):
        raise Fault(f"{text!r} is no https address", "write it whole, such as https://briefing.example/")
    return text


def _address(value: Any) -> str:
    text = _https(value)
    if "?" in text or "#" in text:
        raise Fault(f"{text!r} is not the address of a folder", "leave out what starts with ? or #")
    return f"{text.rstrip('/')}/"


def _email(value: Any) -> str:
    text = values.line(value)
    if not re.fullmatch(r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[^\s@<>\",;.]+", text):
        raise Fault(f"{text!r} is no e-mail address", "write it as desk@example.org")
    return text


def _short(value: Any) -> str:
    text = values.line(value)
    if len(text) > LONGEST:
        raise Fault(f"the text has {len(text)} characters, and apps take {LONGEST}", "shorten it")
    return text


def _role(value: Any) -> str:
    return _short(value).lower()


def _description(value: Any) -> str:
    text = values.line(value)
    if (size := len(text.encode())) > _LONGEST_DESCRIPTION:
        raise Fault(f"the description has {size} bytes, and directories take {_LONGEST_DESCRIPTION}", "shorten it")
    return text


def _category(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(values.line(value)).split(">")
    names = tuple(" ".join(values.line(part).split()) for part in parts)
    if names and names[0] in CATEGORIES and len(names) <= 2 and set(names[1:]) <= set(CATEGORIES[names[0]]):
        return names
    from audiobrief.script.yaml.tree import closest

    if names and names[0] in CATEGORIES:
        below = CATEGORIES[names[0]]
        raise Fault(
            f"'{names[0]}' has no subcategory '{names[1]}' at Apple Podcasts",
            closest(names[1], below) if below else "leave out what stands after >",
        )
    raise Fault(f"'{' > '.join(names)}' is no category of Apple Podcasts", closest("".join(names[:1]), CATEGORIES))


TRUTH = Value(_truth, {"type": "boolean"})
"""true or false, as YAML 1.2 has them."""
HTTPS = Value(_https, {"type": "string", "format": "uri", "pattern": "^https://"})
ADDRESS = Value(_address, {"type": "string", "format": "uri", "pattern": "^https?://[^?#]+$"})
"""A site's address; it ends in `/`."""
EMAIL = Value(_email, {"type": "string", "format": "email", "pattern": "^[^@]+@[^@]+$"})
SHORT = Value(_short, {"type": "string", "minLength": 1, "maxLength": 128})
ROLE = Value(_role, {"type": "string", "minLength": 1, "maxLength": 128})
DESCRIPTION = Value(_description, {"type": "string", "minLength": 1})
CATEGORY = Value(
    _category,
    {
        "anyOf": [
            {"enum": [*CATEGORIES, *(f"{name} > {sub}" for name, subs in CATEGORIES.items() for sub in subs)]},
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
        ]
    },
)


class OwnerForm(Form):
    """Who is asked when something is wrong with the feed; the feed shows it."""

    name: str = field(values.LINE, description="A person or a desk.")
    email: str = field(EMAIL, description="Where directories write to.")


class FundingForm(Form):
    """Where listeners can pay."""

    url: str = field(HTTPS, description="The address.")
    text: str = field(SHORT, description="What the link says, at most 128 characters.")


class PersonForm(Form):
    """Somebody who takes part."""

    name: str = field(SHORT, description="The name.")
    role: str = field(ROLE, "host", description="From the podcast taxonomy, such as host, guest or reporter.")
    link: str | None = nullable(HTTPS, description="A page about the person.")
    image: str | None = nullable(HTTPS, description="The https address of a picture of the person.")


class SoundbiteForm(Form):
    """A stretch of the episode that stands for the whole."""

    start: int = field(values.DURATION, description="Where it starts in the finished episode.")
    duration: int = field(values.DURATION, description="How long it is; 15 s to 120 s are usual.")
    title: str | None = nullable(SHORT, description="What it is called; the episode's title if not given.")
