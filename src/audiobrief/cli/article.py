"""Articles as commands take them: a file, or an address; and without the remarks of the libraries that read them."""

from __future__ import annotations

import logging
import re

__all__ = ["is_address", "silence_readers"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/{1,3}\S*|[A-Za-z][A-Za-z0-9+.-]+:\S*@\S+")
_TALKATIVE = ("pypdf", "trafilatura", "htmldate", "courlan", "docx")
"""Libraries that say of broken files what our one line says."""


def is_address(article: str) -> bool:
    """Return whether what was named is an address and no file."""
    return _ADDRESS.match(article) is not None


def silence_readers() -> None:
    """Keep what libraries remark on broken files off standard error."""
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.CRITICAL)
