"""Read web and e-mail addresses, handles and hashtags."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.codes import code_number
from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,10}}"
_MAIL = re.compile(rf"(?:mailto:)?([A-Za-z0-9][\w.+-]{{0,63}})@({_HOST})(?![\w@])")
_PAGE = re.compile(
    rf"(?P<scheme>[a-z]{{2,6}}://)?(?:www\.)?(?P<host>{_HOST})(?P<port>:\d{{2,5}})?(?P<path>/[^\s<>\"]{{0,2000}})?(?![\w@])"
)
_SCHEME = re.compile(r"[a-z]{2,6}://(?P<rest>[^\s<>\"]{1,2000})")
_PLAIN_PATH = re.compile(r"/([A-Za-z]{2,20})/?$")
_HANDLE = re.compile(r"([@#])([^\W_][\w]{0,60})(?!\w)")
_PARTS = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]|\d|_|$)|[A-Z]?[^\WA-Z\d_]+|[A-Z]+|\d+|[^\W\d_]+")
_CLOSING = ".,;:!?)]}'\"…"


def read_address(text: Text, at: int) -> Reading | None:
    """Read `bbc.co.uk/news`, `https://www.example.org/a?b=1`, `name@example.org`; long paths are left out."""
    if match := _MAIL.match(text.plain, at):
        user = match[1].lower() if match[1].isupper() else match[1]
        name = " ".join(_signs(part, text) for part in re.findall(r"[A-Za-z]+|\d+|[._+-]", user))
        return Reading(at, match.end(), f"{name} at {_host(match[2], text)}")
    match = _PAGE.match(text.plain, at)
    if match and (match["scheme"] or match[0].startswith("www.") or _ending(match["host"])):
        written = match[0].rstrip(_CLOSING)
        path = _PLAIN_PATH.fullmatch((match["path"] or "").rstrip(_CLOSING))
        spoken = _host(match["host"], text)
        if path:
            spoken = f"{spoken} slash {_signs(path[1], text)}"
        return Reading(at, at + len(written), spoken)
    if match := _SCHEME.match(text.plain, at):
        written = match[0].rstrip(_CLOSING)
        spoken = " ".join(_signs(part, text) for part in _PARTS.findall(written.partition("://")[2]))
        return Reading(at, at + len(written), spoken) if re.search(r"[^\W\d_]", spoken) else None
    return None


def read_handle(text: Text, at: int) -> Reading | None:
    """Read `@BBCNews` and `#MeToo`."""
    match = _HANDLE.match(text.plain, at)
    if match is None or not text.starts_word(at):
        return None
    sign, name = match.groups()
    if name.isdigit():
        if sign == "#":
            return Reading(at, match.end(), f"number {number(name, british=text.british)}")
        return None
    spoken = " ".join(_signs(part, text) for part in _PARTS.findall(name))
    return Reading(at, match.end(), f"{'at' if sign == '@' else 'hashtag'} {spoken or name}")


def _ending(host: str) -> bool:
    return host.rpartition(".")[2].lower() in words("addresses", "endings") and not host.rpartition(".")[2].istitle()


def _host(host: str, text: Text) -> str:
    *labels, last = host.removeprefix("www.").split(".")
    spoken = [" ".join(_signs(part, text) for part in re.findall(r"[a-z]+|\d+|-", label.lower())) for label in labels]
    if labels[-1].isupper() and 1 < len(labels[-1]) < 5:
        spoken[-1] = " ".join(labels[-1])  # ASP.NET
    last = last.lower()
    ending = last if last in words("addresses", "words") or len(last) > 3 else " ".join(last.upper())
    return " dot ".join([*spoken, ending])


def _signs(part: str, text: Text) -> str:
    named = {".": "dot", "_": "underscore", "-": "dash", "+": "plus"}.get(part)
    if named:
        return named
    if part.isdigit():
        return code_number(part, text)
    capitals = part.upper()
    known = capitals in words("letters", "spelled") and len(part) > 2
    if part.isascii() and (known or not re.search("[aeiouyAEIOUY]", part)) and len(part) > 1:
        return " ".join(capitals)
    return say_token(part) or part
