"""The sites of editions, as scripts and house files name them."""

from __future__ import annotations

from pathlib import Path

from audiobrief.archive.ledger import Row
from audiobrief.errors import AudiobriefError, MachineError, ScriptError
from audiobrief.storage.place_address import PlaceAddress


class EditionSites:
    """Reads which editions have sites of their own; a script that has not changed is read once."""

    def __init__(self) -> None:
        """Begin with no script read."""
        self._known: dict[str, tuple[str, dict[str, PlaceAddress]]] = {}

    def sites(self, row: Row) -> dict[str, PlaceAddress]:
        """Return the sites of a finished script's editions, by the names of the editions.

        Raises:
            AudiobriefError: the script cannot be read; the message is one line.
        """
        if sum(each.path.endswith(".episode.json") for each in row.results) <= 1:
            return {}
        digest, sites = self._known.get(row.script, ("", {}))
        if not row.digest or digest != row.digest:
            sites = _read_sites(row.script)
            self._known[row.script] = row.digest, sites
        return sites


def _read_sites(script: str) -> dict[str, PlaceAddress]:
    from audiobrief.script.loader import read_script  # with all that reads scripts

    try:
        editions = read_script(Path(script)).script.editions
        return {each.name: each.site for each in editions if each.site is not None}
    except (AudiobriefError, OSError) as error:
        if isinstance(error, OSError):
            error = MachineError.of(error)
        problem = error.problems[0] if isinstance(error, ScriptError) and error.problems else error
        raise AudiobriefError(f"{script}: its editions are not published ({problem})") from error
