"""Render a script with its editions: what they share is spoken, decoded, mixed and encoded once."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.episode.file_set import Episode
from audiobrief.errors import AudiobriefError, MachineError, ScriptError
from audiobrief.mp3.mix_file import SharedMix
from audiobrief.production.editions import edition_scripts, edition_target
from audiobrief.production.render import render_episode
from audiobrief.production.session import Progress, RenderSession, Settings, no_progress
from audiobrief.script.models.script import Edition, Script
from audiobrief.storage.work_folder import remove_new_folder_on, work_folder

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The episodes of a script with editions, and the errors of those that are missing."""

    episodes: tuple[Episode, ...]
    """The episode, and those of its editions that could be made."""
    failures: tuple[AudiobriefError, ...] = ()
    """Why the other editions could not be made."""


def render_with_editions(
    script: Script,
    target: Path,
    settings: Settings | None = None,
    progress: Progress = no_progress,
    session: RenderSession | None = None,
) -> Rendered:
    """Render a script and then its editions, from the same clips, and from the same mix where they only sound louder.

    An edition has the script's formats unless it has one of its own, and no stems. If one cannot be made, the others
    are. The arguments, and the errors of the episode itself, are those of `render_episode`.
    """
    if not script.editions:
        return Rendered((render_episode(script, target, settings, progress, session),))
    with ExitStack() as stack:
        stack.enter_context(remove_new_folder_on(ScriptError, target.parent))
        scratch = stack.enter_context(work_folder(target.parent))
        if session is None:
            session = stack.enter_context(RenderSession(settings, progress, scratch=scratch, lasting=True))
        return _render(script, target, session, SharedMix(scratch / "shared-mix"))


def _render(script: Script, target: Path, session: RenderSession, mix: SharedMix) -> Rendered:
    asked = session.settings
    failures: list[AudiobriefError] = []
    try:
        session.shared_mix = mix if any(edition.has_same_mix for edition in script.editions) else None
        episodes = [render_episode(script, target, session=session)]
        for edition, version in edition_scripts(script):
            session.settings = replace(asked, stems=False)
            session.shared_mix = mix if edition.has_same_mix else None
            episode = _render_edition(edition, version, target, session)
            if isinstance(episode, Episode):
                episodes.append(episode)
            else:
                failures.append(episode)
    finally:
        session.settings, session.shared_mix = asked, None
    return Rendered(tuple(episodes), tuple(failures))


def _render_edition(
    edition: Edition, version: Script, target: Path, session: RenderSession
) -> Episode | AudiobriefError:
    """Return an edition that was rendered, or why it could not be."""
    try:
        return render_episode(version, edition_target(target, edition, version), session=session)
    except BrokenPipeError:
        raise  # nobody reads any more
    except AudiobriefError as error:
        return error
    except OSError as error:
        _LOG.debug("where the machine failed", exc_info=True)
        return MachineError.of(error)
