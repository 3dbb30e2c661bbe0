"""Every error that audiobrief raises on purpose.

AudiobriefError                 something a person can act on; its text is one line
├── ScriptError                 the script is wrong: one or more problems with positions (exit status 2)
│   └── HouseFileError              the file is not a script but a house file, which scripts name
├── ArticleError                an article cannot be read or drafted (exit status 2)
│   └── AddressError                its address does not give it (exit status 1)
├── UsageError                  the command line is wrong (exit status 2)
├── TemplateError               a newsroom's own page template is wrong (exit status 2, with its place)
├── SoundError                  a sound or picture file cannot be used (exit status 2, with its position)
├── EngineError                 a voice engine could not speak (exit status 1)
│   └── EngineMissingError      the engine or its voice is not installed
├── ModelError                  a voice's model could not be installed, or is not the one it should be (exit status 1)
│   └── FetchError                  it could not be fetched: no answer, or no end of it
├── PlayerError                 no program that plays sound is there (exit status 1)
├── ProgramError                an outside program (ffmpeg) failed (exit status 1)
├── EpisodeError                a finished episode cannot be read (exit status 1)
├── RecogniserError             the speech recogniser is not installed, or cannot hear (exit status 1)
├── OutputError                 a file could not be written or read back (exit status 1)
├── PublishError                an episode or a feed cannot be published as it is (exit status 1)
│   └── PlaceError                  the place of a site could not be reached, read or written
├── MachineError                the machine failed where that was not expected (exit status 1)
├── ServeError                  a site could not be served (exit status 1)
├── TargetError                 the episode cannot last as long as its script wants (exit status 1)
└── MasteringError              the episode could not be brought to the loudness or peak asked for (exit status 1)
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

# What would break a line, move the cursor or colour a terminal: a script's own words stand in messages.
_UNPRINTABLE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")


@total_ordering
@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text file; prints as `file:line:column`."""

    file: str
    """The file's path as the user gave it."""
    line: int = 1
    """From 1."""
    column: int = 1
    """From 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def __lt__(self, other: Position) -> bool:
        return (self.file, self.line, self.column) < (other.file, other.line, other.column)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a script; prints as `file:line:column: what (what to do)`."""

    position: Position
    """Where it stands."""
    what: str
    """What is wrong, on one line."""
    advice: str
    """What to do about it, on one line."""

    def __str__(self) -> str:
        what = self.what if len(self.what) <= LONGEST_WHAT else f"{self.what[:200]}…{self.what[-99:]}"
        line = f"{self.position}: {what} ({self.advice})"
        return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), line)


class AudiobriefError(Exception):
    """The root of the tree; the text says where, what and what to do, in one line."""

    exit_status = 1


class ScriptError(AudiobriefError):
    """A script that cannot be used; carries every problem found in one run."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            dict.fromkeys(sorted(problems, key=lambda problem: problem.position))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class HouseFileError(ScriptError):
    """A house file where a script is wanted."""


class ArticleError(AudiobriefError):
    """An article that cannot be read, or that has no story in it."""

    exit_status = 2


class AddressError(ArticleError):
    """An address on the web that does not give an article."""

    exit_status = 1


class UsageError(AudiobriefError):
    """A command line that asks for something that cannot be."""

    exit_status = 2


class TemplateError(AudiobriefError):
    """A template of a page that cannot be used."""

    exit_status = 2

    @classmethod
    def at(cls, place: str, line: int | None, what: str) -> TemplateError:
        """Say what is wrong with a template, and where."""
        where = f"{place}:{line}" if line else place
        text = f"{where}: {' '.join(what.split())[:LONGEST_WHAT]} (fix the template, or delete it to use the default)"
        return cls(_UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text))


class SoundError(AudiobriefError):
    """A sound or a picture that cannot be used; the caller adds the script's position."""

    exit_status = 2

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


class EngineError(AudiobriefError):
    """A voice engine that crashed, hung, or gave incomplete sound."""

    def at(self, place: str) -> EngineError:
        """Return the same error with a place in a script before it."""
        return EngineError(f"{place}: {self}")


class EngineMissingError(EngineError):
    """An engine, or a voice of it, that is not installed here."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice

    def at(self, place: str) -> EngineMissingError:
        """Return the same error with a place in a script before it."""
        return EngineMissingError(f"{place}: {self.what}", self.advice)


class ModelError(AudiobriefError):
    """A voice's model that could not be installed, or that is not the one it should be."""


class FetchError(ModelError):
    """A file that its publisher did not give; carries the parts of the message, for another try elsewhere."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


class PlayerError(AudiobriefError):
    """A program that plays sound, which is not there."""


class ProgramError(AudiobriefError):
    """An outside program that could not be started or failed."""


class EpisodeError(AudiobriefError):
    """A finished episode whose manifest or sound cannot be read."""


class RecogniserError(AudiobriefError):
    """A speech recogniser that is not installed, or that cannot hear."""


class OutputError(AudiobriefError):
    """A file that could not be written, or that did not read back as it was written."""


class PublishError(AudiobriefError):
    """An episode, or a site's feed, that cannot be published as it is."""


class PlaceError(PublishError):
    """The place of a site that could not be reached, read or written."""


class MachineError(AudiobriefError):
    """A fault of the machine where none was expected, in one script's work."""

    @classmethod
    def of(cls, error: OSError) -> MachineError:
        """Say in one line what the machine did not do."""
        reason = " ".join((error.strerror or str(error) or type(error).__name__).lower().split())
        place = f"{error.filename}: " if error.filename else ""
        return cls(f"{place}{reason} (check the disk and the files that the script names)")


class ServeError(AudiobriefError):
    """A site that could not be served."""


class TargetError(AudiobriefError):
    """An episode that cannot last as long as its script wants; the text starts with the place of `target:`."""


class MasteringError(AudiobriefError):
    """A programme that could not be brought to the loudness or peak asked for."""
