"""Choose among the pronunciations of words that are written alike, such as the metal lead and to lead.

`language/data/homographs.toml` lists the senses of each word with their sounds, and what speaks for each: the word's
part of speech, its neighbours, and words near it. The sense with the most points is taken. Where the best two are
close, and none of them is the default, the word is undecided: its voice reads it as it thinks best, and `check` warns.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table

_WORD = re.compile(r"[^\W_]+(?=n['’]t(?!\w))|n['’]t(?!\w)|['’](?:s|re|ve|ll|d|m)(?!\w)|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_R_AT_END = re.compile(r"r(?![ˈˌ]?[æaɑɒɔəɛeɜiɪoʊuʌ])")
_J_LOST = re.compile(r"(?<=[tdnsz])juː")
_NEIGHBOUR, _NEAR, _TAG, _NAME, _TAG_NEIGHBOUR, _DEFAULT = 3.0, 2.0, 2.0, 1.5, 1.0, 0.5
"""Points of what speaks for a sense."""
_LEAST_LEAD = 1.0
"""Points by which the best of several senses must lead where none is the default."""
_SECOND_NEAR = 1.0
"""Points for each further word of the sentence that speaks for a sense."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOUN_BEFORE = _words(
    "the a an this these those his its their our my your of in on for by with from no some any every each another "
    "new first last other more at under 's own such"
)
_VERB_BEFORE = _words(
    "will would can could should must may might shall 'll 'd did n't cannot let i we they you who please"
)
_SINGULAR_BEFORE = _words("he she it who which")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
"""Tags of verbs that have a subject."""
_VERB_AFTER = _words("the a an that every their its his her our your my them it him us all these those")
_PLURALS_BEFORE_NOUNS = _words(
    "accounts admissions arms bonds careers claims communications customs days decades drugs earnings elections "
    "emissions futures games goods hours hundreds jobs millions months news operations parks rights sales savings "
    "schools sports systems thousands weeks women years"
)
"""Plurals that stand before a noun more often than before its verb: a drugs suspect, after three days record rain."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A sense of a word, with what speaks for it; see `homographs.toml`."""

    name: str
    """A word that distinguishes it from the others, such as `metal`."""
    sounds: tuple[str, str] | None = None
    """British and American, in IPA; None if voices say it right by themselves."""
    tags: tuple[str, ...] = ()
    case: str | None = None
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    tag_before: tuple[str, ...] = ()
    tag_after: tuple[str, ...] = ()
    tag_near: tuple[str, ...] = ()
    after_subject: str = ""
    """`plural` or `singular`: it is a verb, which follows a subject of that number."""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Homograph:
    """A word of a text that is written like another one."""

    start: int
    """First character."""
    end: int
    """The one after the last."""
    senses: tuple[Sense, ...]
    """The one that is meant; all that it may be, where that is undecided."""
    british: bool
    """True if the voice is not American."""

    @property
    def sounds(self) -> str | None:
        """The sounds in IPA; None if it is undecided, or if voices say it right by themselves."""
        return self.sounds_of(self.senses[0]) if len(self.senses) == 1 else None

    def sounds_of(self, sense: Sense) -> str | None:
        """Return the sounds of a sense in the accent of the voice."""
        return sense.sounds[0 if self.british else 1] if sense.sounds else None


def find_homographs(text: str, language: str, *, british: bool) -> Iterator[Homograph]:
    """Yield the homographs of a text, in order; none if it is not English.

    Args:
        text: a sentence as it is said.
        language: its BCP 47 tag.
        british: whether the voice is not American.
    """
    if primary_language(language) != "en":
        return
    matches = list(_WORD.finditer(text))
    context: _Context | None = None
    for number, match in enumerate(matches):
        senses = _senses(match[0].lower())
        if senses:
            context = context or _Context([each[0] for each in matches])
            yield Homograph(match.start(), match.end(), context.choose(number, senses), british)


class _Context:
    """The words of a sentence with their tags."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._lower = [word.lower().replace("’", "'") for word in words]
        self._set = frozenset(self._lower)

    def choose(self, at: int, senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
        """Return the sense that is meant, or all that are possible."""
        possible = [sense for sense in senses if self._case_fits(at, sense)] or list(senses)
        points = sorted(((self._points(at, sense), sense) for sense in possible), key=lambda pair: -pair[0])
        best, second = points[0], points[1] if len(points) > 1 else (float("-inf"), None)
        has_default = any(sense.default for sense in possible)
        if len(points) == 1 or best[0] - second[0] > _LEAST_LEAD or has_default:
            return (best[1],)
        return tuple(possible)

    def _case_fits(self, at: int, sense: Sense) -> bool:
        is_capital = self._words[at][:1].isupper()
        if sense.case == "lower":
            return not is_capital or at == 0
        return is_capital or sense.case is None

    def _points(self, at: int, sense: Sense) -> float:
        near = len(sense.near & (self._set - {self._lower[at]}))
        is_name = sense.case == "capital" and at > 0 and self._words[at][:1].isupper()
        points = (
            _NEIGHBOUR * self._has_phrase(sense.before, at, -1),
            _NEIGHBOUR * self._has_phrase(sense.after, at, 1),
            _NEAR * bool(near) + _SECOND_NEAR * max(0, near - 1),
            _NAME * is_name,
            _TAG * self._has_tag(at, sense.tags),
            _NEIGHBOUR * (sense.after_subject == "plural" and self._has_plural_subject(at)),
            _NEIGHBOUR * (sense.after_subject == "singular" and self._has_singular_subject(at)),
            _TAG_NEIGHBOUR * self._has_tag(at - 1, sense.tag_before),
            _TAG_NEIGHBOUR * self._has_tag(at + 1, sense.tag_after),
            _TAG_NEIGHBOUR * any(self._has_tag(other, sense.tag_near) for other in self._others(at)),
            _DEFAULT * sense.default,
        )
        return sum(points)

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        tagger = _tagger()
        return tuple(tagger(list(self._words))) if tagger is not None else ()

    def _has_tag(self, at: int, tags: tuple[str, ...]) -> bool:
        return bool(tags) and 0 <= at < len(self._tags) and self._tags[at].startswith(tags)

    def _has_plural_subject(self, at: int) -> bool:
        """Return whether a plural that may be its subject stands before a word, and no verb after it."""
        is_subject = self._has_tag(at - 1, ("NNS",)) and self._lower[at - 1] not in _PLURALS_BEFORE_NOUNS
        return is_subject and not self._has_tag(at + 1, _FINITE)

    def _has_singular_subject(self, at: int) -> bool:
        """Return whether a noun with its article stands before a word, and the sentence has no other verb."""
        is_subject = self._has_tag(at - 1, ("NN", "JJ")) and self._has_tag(at - 2, ("DT", "PRP$"))
        return is_subject and not any(self._has_tag(other, _FINITE) for other in self._others(at))

    def _others(self, at: int) -> Iterator[int]:
        return (other for other in range(len(self._words)) if other != at)

    def _has_phrase(self, phrases: frozenset[str], at: int, step: int) -> bool:
        """Return whether one of some phrases of up to three words ends or starts beside a word."""
        for length in (1, 2, 3):
            start = at - length if step < 0 else at + 1
            if start >= 0 and " ".join(self._lower[start : start + length]) in phrases:
                return True
        return False


@cache
def _senses(word: str) -> tuple[Sense, ...]:
    """Return the senses of a word in small letters; none if it is no homograph."""
    words = table("homographs", "en")
    if word in words["words"]:
        return tuple(_sense(name, content) for name, content in words["words"][word].items())
    if word in words["noun_verb"]:
        noun, verb = map(_sounds, words["noun_verb"][word])
    elif word in words["ate"]:
        noun, verb = (_sounds(words["ate"][word] + ending) for ending in ("ət", "eɪt"))
    else:
        return _senses_of_plural(word)
    return (
        Sense("noun", noun, tags=("N", "J"), before=_NOUN_BEFORE, default=True),
        Sense("verb", verb, tags=("V",), before=_VERB_BEFORE, after=_VERB_AFTER, after_subject="plural"),
    )


def _senses_of_plural(word: str) -> tuple[Sense, ...]:
    """Return the senses of the plural of a noun, which is also a form of its verb."""
    words = table("homographs", "en")
    known = words["noun_verb"] | words["ate"]
    stem = next(
        (stem for stem in (word.removesuffix("s"), word.removesuffix("es")) if stem != word and stem in known), None
    )
    if stem is None:
        return ()
    noun, verb = _senses(stem)
    return (
        Sense("noun", _with_s(noun), tags=("N", "J"), before=_NOUN_BEFORE, default=True),
        Sense("verb", _with_s(verb), tags=("V",), before=_SINGULAR_BEFORE, after_subject="singular"),
    )


def _with_s(sense: Sense) -> tuple[str, str]:
    british, american = (
        sounds + ("ɪz" if sounds[-1] in "szʃʒ" else "s" if sounds[-1] in "ptkfθ" else "z")
        for sounds in sense.sounds or ()
    )
    return british, american


def _sense(name: str, content: dict[str, Any]) -> Sense:
    values: dict[str, Any] = dict(content)
    for key in ("tags", "tag_before", "tag_after", "tag_near"):
        values[key] = tuple(content.get(key, ()))
    for key in ("before", "after", "near"):
        values[key] = frozenset(content.get(key, ()))
    if "sounds" in content:
        values["sounds"] = _sounds(content["sounds"])
    return Sense(name, **values)


def _sounds(written: str | Sequence[str]) -> tuple[str, str]:
    """Return the British and the American form of sounds in the table."""
    british, american = (
        sounds if "ˈ" in sounds else f"ˈ{sounds}"
        for sounds in ((written, written) if isinstance(written, str) else written)
    )
    for broad in ("ɪər", "ɛər", "ʊər"):
        american = american.replace(broad, f"{broad[0]}r")
    american = _J_LOST.sub("uː", american.replace("ɒ", "ɑː"))
    return _R_AT_END.sub("", british), american


@cache
def _tagger() -> Any:
    """Load hibari's tagger, an averaged perceptron that returns Penn Treebank tags; None if hibari is not installed."""
    package = importlib.util.find_spec("hibari")
    if package is None or not package.submodule_search_locations:
        return None
    folder = Path(package.submodule_search_locations[0])
    # Not `import hibari.g2p.tagger`, which imports numpy and onnxruntime.
    source = importlib.util.spec_from_file_location("hibari_tagger", folder / "g2p" / "tagger.py")
    if source is None or source.loader is None:
        return None
    module = importlib.util.module_from_spec(source)
    source.loader.exec_module(module)
    weights = gzip.decompress((folder / "assets" / "tagger.json.gz").read_bytes())
    # Twice as fast as json.loads; a changed sentence waits for it.
    return module.Tagger(from_json(weights))
