"""`audiobrief init`: make a folder for a new show."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import echo
from audiobrief.cli.paths import LocalPath


@click.command(
    "init",
    epilog=examples("  audiobrief init morning-news", "  audiobrief check morning-news/scripts/first.yaml"),
)
@click.argument("folder", type=LocalPath(), metavar="FOLDER")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(folder: Path, quiet: bool) -> None:
    """Make FOLDER with the files of a new show: house file, lexicon, music, cover, a first script, editor settings.

    A folder that is not empty is left unchanged.
    """
    from audiobrief.draft.new_show.folder import make_show

    made = make_show(folder)
    if not quiet:
        echo(f"{folder}: {counted(len(made), 'file')}; begin with {folder / 'README.md'}", fg="green", err=True)
