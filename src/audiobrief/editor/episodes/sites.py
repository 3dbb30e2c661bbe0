"""Publish an episode into a site in the show's folder."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from audiobrief.editor.folder import ShowFolder
from audiobrief.errors import AudiobriefError, PublishError
from audiobrief.findings import format_json
from audiobrief.publish.preflight.preflight import preflight
from audiobrief.publish.publishing import publish
from audiobrief.publish.rendered import read_rendered_episodes
from audiobrief.publish.site.opening import open_site
from audiobrief.storage.confined_values import RelativePath
from audiobrief.storage.place_address import FolderAddress

SITE = "public"
"""The site's folder if a page names no other one."""
_NO_SITES = frozenset({"scripts", "audio_assets", "out"})
_NAME: TypeAdapter[str] = TypeAdapter(RelativePath)


def publish_episode(
    folder: ShowFolder, audio: Path, site: str, correction: str | None, *, dry_run: bool
) -> dict[str, Any]:
    """Publish an episode, unless preflight finds an error; return the findings and what was done.

    Args:
        folder: the show's.
        audio: the episode's audio file.
        site: the path of the site from the show's folder.
        correction: what was corrected in the episode since it was published.
        dry_run: whether only the findings are wanted, and what would be written.

    Raises:
        UsageError: the site lies outside of the show's folder, or is one of its own folders.
        PublishError: the episode, or a file of the site's records, cannot be used.
        PlaceError: the site cannot be read or written.
    """
    place = _site_folder(folder, site)
    errors: list[AudiobriefError] = []
    rendered = read_rendered_episodes([audio], lambda _path, error: errors.append(error))
    if errors:
        raise errors[0]
    with open_site(FolderAddress(place), dry_run=dry_run) as opened:
        report = preflight(rendered, site=opened, correcting=correction is not None)
        findings = [
            {**format_json(finding, ("level", "message", "advice")), "where": finding.place.key}
            for finding in report.findings
        ]
        if not report.is_publishable:
            return {"findings": findings, "published": False, "outcome": "", "until": "", "page": "", "written": 0}
        done = publish(
            report.publishable_episodes, opened, lambda _path, error: errors.append(error), correction=correction
        )
    if errors:
        raise errors[0]
    outcome = done.outcomes[0]
    held_until = outcome.published if outcome.what == "held" else None
    return {
        "findings": findings,
        "published": not dry_run,
        "outcome": outcome.what,
        "until": f"{held_until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if held_until is not None else "",
        "page": outcome.page or "",
        "written": len(done.written),
    }


def _site_folder(folder: ShowFolder, site: str) -> Path:
    try:
        name = _NAME.validate_python(site.strip().rstrip("/") or SITE)
    except ValueError as error:
        raise PublishError(f"'{site:.60}' is no folder of the show (write a name such as {SITE})") from error
    if name.split("/")[0] in _NO_SITES:
        raise PublishError(f"'{name}' holds the show itself (write another name, such as {SITE})")
    return folder.inside(folder.root / name)
