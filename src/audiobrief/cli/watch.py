"""`audiobrief watch`: render a script at every save."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cache.kinds import CLIPS, READINGS, SOUNDS
from audiobrief.cli.cached_results import writable_folder
from audiobrief.cli.changes import describe_changes
from audiobrief.cli.help import examples
from audiobrief.cli.inputs import one_script
from audiobrief.cli.messages import echo, place_error, say_error, set_up_messages
from audiobrief.cli.options import jobs_option, output_option, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.progress import stage_progress
from audiobrief.cli.shared_cache import shared_store, store_option
from audiobrief.errors import AudiobriefError, HouseFileError, ScriptError
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.cache.shared.address import SharedAddress
    from audiobrief.episode.file_set import Episode
    from audiobrief.production.session import RenderSession
    from audiobrief.production.watch import FileState, Player
    from audiobrief.script.models.script import Script


class _OvertakenError(Exception):
    """A file changed while it was rendered, so that the result would be out of date."""


@click.command(
    "watch",
    epilog=examples(
        "  audiobrief watch scripts/belarus-briefing.yaml",
        "  audiobrief watch scripts/belarus-briefing.yaml --play",
    ),
)
@click.argument("script", type=LocalPath(), metavar="SCRIPT")
@output_option
@click.option(
    "--play", is_flag=True, help="Play from the first change, with ffplay, mpv or what AUDIOBRIEF_PLAYER names."
)
@jobs_option("Sentences spoken at once.")
@store_option
@verbosity_options
def command(
    script: Path,
    output: Path | None,
    play: bool,
    jobs: int,
    store: SharedAddress | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Render a script, and again whenever it, or a file that it names, is saved, until you press Ctrl-C."""
    from audiobrief.production.session import RenderSession, Settings, retain_freed_memory
    from audiobrief.production.watch import POLLS_PER_SECOND, Player, find_player, wait_for_change

    set_up_messages(quiet, verbose)
    if output is not None and output.suffix.lower() != ".mp3":
        raise click.UsageError(f"the name given with -o ends in .mp3, and '{output}' does not")
    retain_freed_memory()
    player_command = find_player(os.environ) if play else None
    with tempfile.TemporaryDirectory(prefix="audiobrief-watch-") as folder, shared_store(store) as shared:
        scratch = Path(folder)
        player = Player(player_command, scratch) if player_command else None
        settings = Settings(jobs, writable_folder(CLIPS) or scratch / "clips", shared, READINGS.folder)

        def rest() -> None:
            time.sleep(1 / POLLS_PER_SECOND)
            if player is not None and (failure := player.failure()):
                say_error(failure)

        try:
            with RenderSession(settings, scratch=scratch, lasting=True) as session:
                watch = _Watch(script, output, session, player, quiet)
                watch.render_first()
                while True:
                    wait_for_change(watch.known, rest)
                    watch.render()
        finally:
            if player is not None:
                player.end()


@dataclass
class _Watch:
    """A script that is watched."""

    path: Path
    output: Path | None
    session: RenderSession
    player: Player | None
    quiet: bool
    known: Mapping[Path, FileState | None] = field(default_factory=dict)
    """Its files, as they were before they were read."""
    _rendered: Path | None = None
    """The audio file of the last render."""

    def render_first(self) -> None:
        """Render for the first time.

        Raises:
            ScriptError: there is no such file, or it is a house file; then there is nothing to watch.
        """
        from audiobrief.script.loader import read_script

        try:
            read_script(self.path)
        except ScriptError as error:
            if isinstance(error, HouseFileError) or not self.path.is_file():
                raise
        self.render()

    def render(self) -> None:
        """Render, and print what changed or what is wrong; give up if files change in the meantime."""
        began = time.monotonic()
        script: Script | None = None
        try:
            with one_script():
                script = self._loaded()
                self._render(script, began)
        except _OvertakenError:
            if not self.quiet:
                echo(f"{self.path}: saved again while it was rendered", err=True)
        except AudiobriefError as error:
            say_error(place_error(script, error) if script is not None else str(error))

    def _loaded(self) -> Script:
        from audiobrief.production.loading import valid_script
        from audiobrief.production.watch import file_states
        from audiobrief.script.loader import read_script

        # Read again if it names files whose states were not taken before it was read.
        paths = {self.path, *self.known}
        while True:
            self.known = file_states(paths)
            loaded = read_script(self.path)
            if paths >= set(loaded.files):
                break
            paths |= set(loaded.files)
        self.known = {path: self.known[path] for path in (self.path, *loaded.files)}
        return valid_script(loaded, SOUNDS.folder)

    def _render(self, script: Script, began: float) -> None:
        from audiobrief.episode.manifest import manifest_path
        from audiobrief.production.changes import Changes, compare, earlier_manifest
        from audiobrief.production.render_editions import render_with_editions

        script = script.model_copy(update={"output": script.output.model_copy(update={"format": ("mp3",)})})
        target = self.output or Path("out") / f"{script.slug}.mp3"
        before = earlier_manifest(manifest_path(target))
        with self._progress() as progress:
            self.session.progress = progress
            rendered = render_with_editions(script, target, session=self.session)
        episode, *editions = rendered.episodes
        changes = compare(before, episode.manifest) if before is not None else None
        said = describe_changes(changes) if changes is not None else "rendered for the first time"
        self._say(episode, f"{said}; {time.monotonic() - began:.2f} s")
        for edition in editions:
            self._say(edition)
        for failure in rendered.failures:
            say_error(place_error(script, failure))
        first = (changes or Changes()).first if self._rendered == target or changes else 0.0
        self._rendered = target
        if self.player is not None and first is not None:
            self.player.play(episode.audio, first, script.output.sample_rate)

    @contextmanager
    def _progress(self) -> Iterator[Callable[[str, int, int], None]]:
        from audiobrief.production.watch import file_states

        # Only the first render takes long enough for a progress bar.
        with stage_progress(str(self.path), quiet=self.quiet or self._rendered is not None) as shown:

            def progress(stage: str, done: int, total: int) -> None:
                shown(stage, done, total)
                if file_states(self.known) != self.known:
                    raise _OvertakenError

            yield progress

    def _say(self, episode: Episode, *details: str) -> None:
        if not self.quiet:
            parts = (seconds_to_clock(episode.manifest.duration), *details)
            echo(f"{episode.audio}: {'; '.join(parts)}", fg="green", err=True)
