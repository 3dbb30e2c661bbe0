"""Every error that audiobrief raises on purpose.

AudiobriefError                 something a person can act on; its text is one line
├── ScriptError                 a script has errors, each with its position (exit status 2)
│   ├── HouseFileError              the file is a house file, not a script
│   └── ProofError                  sentences are said wrongly, however they are spoken (exit status 1)
├── ArticleError                an article cannot be read or drafted (exit status 2)
│   └── AddressError                it could not be fetched from its address (exit status 1)
├── UsageError                  the command line is wrong (exit status 2)
├── TemplateError               a newsroom's own page template has an error (exit status 2)
├── SoundError                  a sound or picture file cannot be used (exit status 2, with its position)
├── EngineError                 a voice engine could not speak (exit status 1)
│   └── EngineMissingError      the engine or its voice is not installed
├── ModelError                  a voice's model could not be installed, or is not the pinned one (exit status 1)
│   └── FetchError                  it could not be downloaded
├── PlayerError                 no program that plays sound was found (exit status 1)
├── ProgramError                an external program (ffmpeg) failed (exit status 1)
│   └── ProgramTimeoutError         it took too long
├── EpisodeError                a finished episode cannot be read (exit status 1)
├── RecogniserError             the speech recogniser is not installed, or failed (exit status 1)
├── OutputError                 a file could not be written or read back (exit status 1)
├── PublishError                an episode or a feed cannot be published as it is (exit status 1)
│   ├── FeedError                   a site's feed cannot be continued
│   └── PlaceError                  a site's storage could not be reached, read or written
├── MachineError                an unexpected error of the operating system (exit status 1)
├── ServeError                  a site could not be served (exit status 1)
├── TargetError                 the script's target duration cannot be reached (exit status 1)
└── MasteringError              the target loudness or peak cannot be reached (exit status 1)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import total_ordering

__all__ = [
    "AddressError",
    "ArticleError",
    "AudiobriefError",
    "EngineError",
    "EngineMissingError",
    "EpisodeError",
    "FeedError",
    "FetchError",
    "HouseFileError",
    "MachineError",
    "MasteringError",
    "ModelError",
    "OutputError",
    "PlaceError",
    "PlayerError",
    "Position",
    "Problem",
    "ProgramError",
    "ProgramTimeoutError",
    "ProofError",
    "PublishError",
    "RecogniserError",
    "ScriptError",
    "ServeError",
    "SoundError",
    "TargetError",
    "TemplateError",
    "UsageError",
]

LONGEST_WHAT = 300
"""Characters of a message about one problem."""

# Characters that break a line or control a terminal; messages contain text of scripts.
_UNPRINTABLE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")


def escape_unprintable(text: str) -> str:
    """Return a text on one line, with characters that break a line or control a terminal as Python escapes them."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


@total_ordering
@dataclass(frozen=True, slots=True)
class Position:
    """A position in a text file; prints as `file:line:column`."""

    file: str
    """The file's path as the user gave it."""
    line: int = 1
    """The line, from 1."""
    column: int = 1
    """The column in characters, from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def __lt__(self, other: Position) -> bool:
        return (self.file, self.line, self.column) < (other.file, other.line, other.column)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in a script; prints as `file:line:column: what (advice)`."""

    position: Position
    """Its position."""
    what: str
    """The description, on one line."""
    advice: str
    """The advice, on one line."""

    def __str__(self) -> str:
        what = self.what if len(self.what) <= LONGEST_WHAT else f"{self.what[:200]}…{self.what[-99:]}"
        return escape_unprintable(f"{self.position}: {what} ({self.advice})")


class AudiobriefError(Exception):
    """The root of the tree; the message says in one line what is wrong, where, and what to do."""

    exit_status = 1

    def __str__(self) -> str:
        return escape_unprintable(super().__str__())


class ScriptError(AudiobriefError):
    """A script has errors; carries all of them."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            dict.fromkeys(sorted(problems, key=lambda problem: problem.position))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class HouseFileError(ScriptError):
    """A house file was given instead of a script."""


class ProofError(ScriptError):
    """Sentences of a script are said wrongly, however they are spoken; carries the position of each."""

    exit_status = 1


class ArticleError(AudiobriefError):
    """An article cannot be read, or contains no story."""

    exit_status = 2

    def placed(self, name: str) -> ArticleError:
        """Return the error with the article's name or address in front, if it has none yet."""
        return self if str(self).startswith(name) else type(self)(f"{name}: {self}")


class AddressError(ArticleError):
    """An article could not be fetched from its address."""

    exit_status = 1


class UsageError(AudiobriefError):
    """A command line is wrong."""

    exit_status = 2


class TemplateError(AudiobriefError):
    """A page template has an error."""

    exit_status = 2

    @classmethod
    def at(cls, place: str, line: int | None, what: str) -> TemplateError:
        """Return the error at a line of a template."""
        where = f"{place}:{line}" if line else place
        text = f"{where}: {' '.join(what.split())[:LONGEST_WHAT]} (fix the template, or delete it to use the default)"
        return cls(text)


class SoundError(AudiobriefError):
    """A sound or a picture cannot be used; the caller adds the script's position."""

    exit_status = 2

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


class EngineError(AudiobriefError):
    """A voice engine crashed, hung, or returned incomplete sound."""

    def at(self, place: str) -> EngineError:
        """Return the same error with a position in a script in front."""
        return EngineError(f"{place}: {self}")


class EngineMissingError(EngineError):
    """An engine, or one of its voices, is not installed."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice

    def at(self, place: str) -> EngineMissingError:
        """Return the same error with a position in a script in front."""
        return EngineMissingError(f"{place}: {self.what}", self.advice)


class ModelError(AudiobriefError):
    """A voice's model could not be installed, or is not the pinned one."""


class FetchError(ModelError):
    """A file could not be downloaded; carries the parts of the message, for an attempt at another address."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


class PlayerError(AudiobriefError):
    """No program that plays sound was found."""


class ProgramError(AudiobriefError):
    """An external program could not be started, or failed."""


class ProgramTimeoutError(ProgramError):
    """An external program took too long, and was ended."""


class EpisodeError(AudiobriefError):
    """A finished episode's manifest or sound cannot be read."""


class RecogniserError(AudiobriefError):
    """The speech recogniser is not installed, or failed."""


class OutputError(AudiobriefError):
    """A file could not be written, or differs from what was written."""


class PublishError(AudiobriefError):
    """An episode or a site's feed cannot be published as it is."""


class FeedError(PublishError):
    """A site's feed cannot be continued; carries the parts of the message."""

    def __init__(self, feed: str, what: str, advice: str) -> None:
        super().__init__(f"{feed}: {what} ({advice})")
        self.feed = feed
        self.what = what
        self.advice = advice


class PlaceError(PublishError):
    """A site's storage could not be reached, read or written."""


class MachineError(AudiobriefError):
    """An unexpected error of the operating system."""

    @classmethod
    def of(cls, error: OSError, advice: str = "check the disk and the files that the script names") -> MachineError:
        """Return the error with one line for an error of the operating system."""
        reason = " ".join((error.strerror or str(error) or type(error).__name__).lower().split())
        place = f"{error.filename}: " if error.filename else ""
        return cls(f"{place}{reason} ({advice})")


class ServeError(AudiobriefError):
    """A site could not be served."""


class TargetError(AudiobriefError):
    """The target duration cannot be reached; the message starts with the position of `target:`."""


class MasteringError(AudiobriefError):
    """The target loudness or peak cannot be reached."""
