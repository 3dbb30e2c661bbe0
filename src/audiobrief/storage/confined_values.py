"""Types for the values of files that somebody else may have changed: paths, slugs, digests, times and JSON of bounds.

Every model that is read from such a file uses them. A path stays below the folder that it is relative to.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import from_json

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
"""A name that can stand in a path and in an address."""
YEARS = range(1900, 3000)
"""The years that times may have; beyond them, other time zones and other programs have no dates."""
_PART = re.compile(r"[^./\\:\x00-\x1f\x7f-\x9f\ud800-\udfff][^/\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]{0,249}")
"""A part of a path: not hidden, and neither `..` nor a drive."""
_MOST_PARTS = 8
_MOST_VALUES = 2_000_000
_LONGEST_TIME = 10_000_000
"""Seconds."""


def _relative_path(path: str) -> str:
    parts = path.split("/")
    if len(parts) > _MOST_PARTS or not all(map(_PART.fullmatch, parts)):
        raise ValueError(f"{path!r:.100} is no path below the folder")
    return path


def _file_name(name: str) -> str:
    if name in {"", ".."} or "\0" in name or Path(name).name != name:
        raise ValueError(f"{name!r:.100} is no file beside the manifest")
    return name


def _possible_time(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError(f"the year {moment.year} is impossible")
    return moment


RelativePath = Annotated[str, AfterValidator(_relative_path)]
"""The path of a file below a folder, with `/` between its parts."""
FileName = Annotated[str, AfterValidator(_file_name)]
"""The name of a file in the folder of the file that names it."""
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$")]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9A-Fa-f]{64}$", to_lower=True)]
"""In hexadecimal."""
Moment = Annotated[AwareDatetime, AfterValidator(_possible_time)]
Seconds = Annotated[float, Field(ge=0, le=_LONGEST_TIME, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Number = Annotated[int, Field(gt=-(2**53), lt=2**53)]
"""A number that is exact in every program that reads JSON."""


def parse_json(content: bytes) -> Any:
    """Parse JSON whose values no model checks.

    Raises:
        ValueError: it is no JSON, has too many values, or one that is no number.
    """
    check_json_bounds(content)
    return from_json(content, allow_inf_nan=False)


def check_json_bounds(content: bytes) -> None:
    """Check that JSON does not have too many values to be parsed; the parser itself bounds how deep they are nested.

    Raises:
        ValueError: it has.
    """
    if sum(map(content.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise ValueError(f"it has more than {_MOST_VALUES:,} values")
