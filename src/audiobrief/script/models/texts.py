"""The types of texts: which each takes, how it is read, and its JSON Schema.

YAML 1.1 turns some plain words into something else: `no` into false, `1:30` into 90, `1.10` into 1.1. Such a word
reaches a type as `Plain`, which keeps what was written, so that a duration may be `1:30` and a date `2023-02-17`,
while a title must be put in quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from audiobrief.language.codes import LANGUAGE_TAG, LONGEST_IPA, unknown_ipa_sign
from audiobrief.script.models.messages import invalid

_READS_AS = {"bool": "true or false", "int": "a number", "float": "a number", "timestamp": "a date", "value": "a sign"}
_MARK_IN_LINE = re.compile(
    r"\)(?P<mark>\[\s*(?:characters|(?:date|ipa|lang|sub|voice)\s*:)[^\]]*\])|(?P<break>\[\d+(?:\.\d+)?\s?(?:ms|s)\])"
)
_LONGEST_LINE = 128
"""Characters of a text that the podcast namespace limits."""
_LONGEST_DESCRIPTION = 4000
"""Bytes of a channel's description (Apple)."""


class Plain(str):
    """A word without quotes that YAML 1.1 takes for something other than text; `reads_as` says for what."""

    __slots__ = ("comment", "reads_as")
    comment: str
    reads_as: str

    @classmethod
    def make(cls, text: str, reads_as: str, comment: str = "") -> Plain:
        """Keep a word, what YAML takes it for, and the comment behind it."""
        plain = cls(text)
        plain.reads_as = reads_as
        plain.comment = comment
        return plain

    @property
    def is_null(self) -> bool:
        """True if YAML takes it for nothing: `null`, `~` or no value."""
        return self.reads_as == "null"


class Commented(str):
    """A text with a comment behind it, which may be a part of the text that YAML would lose."""

    __slots__ = ("comment",)
    comment: str

    @classmethod
    def make(cls, text: str, comment: str) -> Commented:
        """Keep a text and the comment behind it, from its # on."""
        commented = cls(text)
        commented.comment = comment
        return commented


def unspeakable_character(text: str) -> str | None:
    """Return the first character that can be neither spoken nor shown, as `U+0007`; None where there is none."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Co", "Cn", "Cs"} and character not in "\n\t":
            return f"U+{ord(character):04X}"
    return None


def text_of(value: Any, wanted: str, example: str) -> str:
    """Return a value as it is written; a list or a mapping is refused.

    Args:
        value: the value.
        wanted: what the message says is wanted.
        example: of what is wanted.
    """
    if isinstance(value, str):
        return str(value)
    raise invalid("text_type", wanted=wanted, example=example)


def parse_text(value: Any) -> str:
    """Read a text of one or more lines, all of which is spoken or shown: a comment behind it is refused."""
    if isinstance(value, Plain | Commented) and value.comment:
        raise invalid("text_comment", comment=value.comment)
    return parse_value(value)


def parse_value(value: Any) -> str:
    """Read a name, a path or an address; behind it may stand a comment that is written as one: `# slower`."""
    if isinstance(value, Plain | Commented) and re.match(r"#\S", value.comment):
        raise invalid("text_comment", comment=value.comment)
    if isinstance(value, Plain):
        if value.is_null:
            raise invalid("text_missing")
        reads_as = _READS_AS.get(value.reads_as, value.reads_as)
        raise invalid("text_by_yaml", value=str(value), reads_as=reads_as, quoted=value.replace('"', '\\"'))
    text = text_of(value, "a text", '"Headlines"')
    if (character := unspeakable_character(text)) is not None:
        raise invalid("text_character", character=character)
    if not text.strip():
        raise invalid("text_empty")
    return text


def parse_line(value: Any) -> str:
    """Read a text as one line; it takes no marks."""
    line = " ".join(parse_text(value).split())
    if match := re.fullmatch(r"[“”„‘’](no|off|yes|on|true|false|null|[\d.,:_-]+)[“”‘’]", line, re.IGNORECASE):
        raise invalid("text_curly", value=line, quoted=match[1])
    if match := _MARK_IN_LINE.search(line):
        raise invalid("line_mark", mark=match["mark"] or match["break"])
    return line


def parse_name(value: Any) -> str:
    """Read a name or another word of one line."""
    return " ".join(parse_value(value).split())


def _parse_short_line(value: Any) -> str:
    text = parse_line(value)
    if len(text) > _LONGEST_LINE:
        raise invalid("text_long", length=len(text), longest=_LONGEST_LINE)
    return text


def _parse_role(value: Any) -> str:
    return _parse_short_line(parse_name(value)).lower()


def _parse_description(value: Any) -> str:
    text = parse_line(value)
    if (length := len(text.encode())) > _LONGEST_DESCRIPTION:
        raise invalid("description_long", length=length, longest=_LONGEST_DESCRIPTION)
    return text


def _parse_ipa(value: Any) -> str:
    text = parse_name(value)
    if len(text) > LONGEST_IPA:
        raise invalid("ipa_long", longest=LONGEST_IPA)
    if (sign := unknown_ipa_sign(text)) is not None:
        curly = "; quotes are straight ones" if sign in "“”„‘’" else ""
        raise invalid("ipa_sign", sign=sign, code=ord(sign), curly=curly)
    return text


def _parse_language(value: Any) -> str:
    text = parse_value(value)
    if not LANGUAGE_TAG.fullmatch(text):
        raise invalid("language", value=text)
    language, *rest = text.split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _pattern_parser(parse: Callable[[Any], str], pattern: str, problem: str) -> Callable[[Any], str]:
    """Return a function that reads a text, and raises the problem unless the whole text matches the pattern."""

    def parse_matching(value: Any) -> str:
        text = parse(value)
        if not re.fullmatch(pattern, text):
            raise invalid(problem, value=text)
        return text

    return parse_matching


_parse_slug = _pattern_parser(parse_value, r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "slug")
_parse_url = _pattern_parser(parse_value, r"https?://[^\s<>\"]+", "url")
_parse_https = _pattern_parser(
    parse_name, r"https://[^\s<>\"]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s<>\"]*)?", "https"
)
_parse_email = _pattern_parser(parse_name, r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[^\s@<>\",;.]+", "email")


def _parse_path(value: Any) -> str:
    text = parse_value(value)
    if "\n" in text or "\0" in text:
        raise invalid("path")
    return text


def _parse_address(value: Any) -> str:
    text = _parse_https(value)
    if "?" in text or "#" in text:
        raise invalid("folder_address", value=text)
    return f"{text.rstrip('/')}/"


_NON_EMPTY = {"type": "string", "minLength": 1}
Text = Annotated[str, PlainValidator(parse_text), WithJsonSchema(_NON_EMPTY)]
"""Text of one or more lines."""
Line = Annotated[str, PlainValidator(parse_line), WithJsonSchema(_NON_EMPTY)]
"""Text of one line; line ends and runs of spaces become one space."""
Name = Annotated[str, PlainValidator(parse_name), WithJsonSchema(_NON_EMPTY)]
"""The name of a voice or a sound."""
ShortLine = Annotated[
    str, PlainValidator(_parse_short_line), WithJsonSchema({**_NON_EMPTY, "maxLength": _LONGEST_LINE})
]
"""A line of at most 128 characters."""
Role = Annotated[str, PlainValidator(_parse_role), WithJsonSchema({**_NON_EMPTY, "maxLength": _LONGEST_LINE})]
"""A role of the podcast taxonomy, in small letters."""
Description = Annotated[str, PlainValidator(_parse_description), WithJsonSchema(_NON_EMPTY)]
"""A line of at most 4,000 bytes."""
Ipa = Annotated[str, PlainValidator(_parse_ipa), WithJsonSchema(_NON_EMPTY)]
"""Sounds in the International Phonetic Alphabet."""
Language = Annotated[
    str,
    PlainValidator(_parse_language),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "examples": ["en-GB"]}),
]
"""A BCP 47 tag."""
Slug = Annotated[
    str, PlainValidator(_parse_slug), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"})
]
"""The stem of a file's name."""
FilePath = Annotated[str, PlainValidator(_parse_path), WithJsonSchema(_NON_EMPTY)]
"""A path, from the folder of the file that names it."""
Url = Annotated[
    str,
    PlainValidator(_parse_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
Https = Annotated[
    str,
    PlainValidator(_parse_https),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://"}),
]
"""An https address; http only for this machine."""
Address = Annotated[
    str,
    PlainValidator(_parse_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://[^?#]+$"}),
]
"""A site's address; it ends in `/`."""
Email = Annotated[
    str,
    PlainValidator(_parse_email),
    WithJsonSchema({"type": "string", "format": "email", "pattern": "^[^@]+@[^@]+$"}),
]
