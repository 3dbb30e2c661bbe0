"""The form of what is published: the channel's keys of a house file, and what a script adds for the feed."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from audiobrief.script import values
from audiobrief.script.categories import CATEGORIES
from audiobrief.script.strict import Form
from audiobrief.script.values import Plain, fault

__all__ = ["Address", "Category", "FundingForm", "OwnerForm", "PersonForm", "SoundbiteForm", "Truth"]

LONGEST = 128
"""Characters of a node that the podcast namespace limits."""
_LONGEST_DESCRIPTION = 4000
"""Bytes of a channel's description (Apple)."""


def _truth(value: Any) -> bool:
    if isinstance(value, Plain) and value in {"true", "false"}:
        return value == "true"
    shown = f"'{value}'" if isinstance(value, str) else "this"
    raise fault(f"{shown} is neither true nor false", "write true or false, without quotes")


def _https(value: Any) -> str:
    text = values.line(value)
    if not re.fullmatch(r"https://[^\s<>\"]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s<>\"]*)?", text):
        raise fault(f"{text!r} is no https address", "write it whole, such as https://briefing.example/")
    return text


def _address(value: Any) -> str:
    text = _https(value)
    if "?" in text or "#" in text:
        raise fault(f"{text!r} is not the address of a folder", "leave out what starts with ? or #")
    return f"{text.rstrip('/')}/"


def _email(value: Any) -> str:
    text = values.line(value)
    if not re.fullmatch(r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[^\s@<>\",;.]+", text):
        raise fault(f"{text!r} is no e-mail address", "write it as desk@example.org")
    return text


def _short(value: Any) -> str:
    text = values.line(value)
    if len(text) > LONGEST:
        raise fault(f"the text has {len(text)} characters, and apps take {LONGEST}", "shorten it")
    return text


def _role(value: Any) -> str:
    return _short(value).lower()


def _description(value: Any) -> str:
    text = values.line(value)
    if (size := len(text.encode())) > _LONGEST_DESCRIPTION:
        raise fault(f"the description has {size} bytes, and directories take {_LONGEST_DESCRIPTION}", "shorten it")
    return text


def _category(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(values.line(value)).split(">")
    names = tuple(" ".join(values.line(part).split()) for part in parts)
    if names and names[0] in CATEGORIES and len(names) <= 2 and set(names[1:]) <= set(CATEGORIES[names[0]]):
        return names
    from audiobrief.script.tree import closest

    if names and names[0] in CATEGORIES:
        below = CATEGORIES[names[0]]
        raise fault(
            f"'{names[0]}' has no subcategory '{names[1]}' at Apple Podcasts",
            closest(names[1], below) if below else "leave out what stands after >",
        )
    raise fault(f"'{' > '.join(names)}' is no category of Apple Podcasts", closest("".join(names[:1]), CATEGORIES))


Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
"""true or false, as YAML 1.2 has them."""
Https = Annotated[
    str, BeforeValidator(_https), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://"})
]
Address = Annotated[
    str,
    BeforeValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://[^?#]+$"}),
]
"""A site's address; it ends in `/`."""
Email = Annotated[
    str, BeforeValidator(_email), WithJsonSchema({"type": "string", "format": "email", "pattern": "^[^@]+@[^@]+$"})
]
Short = Annotated[str, BeforeValidator(_short), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 128})]
Role = Annotated[str, BeforeValidator(_role), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 128})]
Description = Annotated[str, BeforeValidator(_description), WithJsonSchema({"type": "string", "minLength": 1})]
Category = Annotated[
    tuple[str, ...],
    BeforeValidator(_category),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*CATEGORIES, *(f"{name} > {sub}" for name, subs in CATEGORIES.items() for sub in subs)]},
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
            ]
        }
    ),
]


class OwnerForm(Form):
    """Who is asked when something is wrong with the feed; the feed shows it."""

    name: values.Line = Field(description="A person or a desk.")
    email: Email = Field(description="Where directories write to.")


class FundingForm(Form):
    """Where listeners can pay."""

    url: Https = Field(description="The address.")
    text: Short = Field(description="What the link says, at most 128 characters.")


class PersonForm(Form):
    """Somebody who takes part."""

    name: Short = Field(description="The name.")
    role: Role = Field("host", description="From the podcast taxonomy, such as host, guest or reporter.")
    link: Https | None = Field(None, description="A page about the person.")
    image: Https | None = Field(None, description="The https address of a picture of the person.")


class SoundbiteForm(Form):
    """A stretch of the episode that stands for the whole."""

    start: values.Duration = Field(description="Where it starts in the finished episode.")
    duration: values.Duration = Field(description="How long it is; 15 s to 120 s are usual.")
    title: Short | None = Field(None, description="What it is called; the episode's title if not given.")
