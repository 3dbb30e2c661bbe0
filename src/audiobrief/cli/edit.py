"""`audiobrief edit`: scripts in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from audiobrief.cli.help import examples
from audiobrief.cli.messages import set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.serve import end_normally_on_signals


@click.command(
    "edit",
    epilog=examples(
        "  audiobrief edit",
        "  audiobrief edit scripts/belarus-briefing.yaml",
        "  audiobrief edit scripts --port 8123 --no-browser",
    ),
)
@click.argument("path", type=LocalPath(), metavar="[SCRIPT|FOLDER]", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port. [default: always the same one for a folder, if it is free]",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@verbosity_options
def command(path: Path | None, port: int, no_browser: bool, quiet: bool, verbose: int) -> int:
    """Edit scripts in the browser, with what will be said, what the checks find, and sound, until you press Ctrl-C.

    The editor listens to this machine alone, and lets in who has the address that it prints. It reads and writes files
    of the show's folder only. Each change is saved at once into the YAML file, which keeps its comments and its layout.
    """
    from audiobrief.editor.server import EditorServer
    from audiobrief.production.session import retain_freed_memory

    set_up_messages(quiet, verbose)
    retain_freed_memory()
    end_normally_on_signals()
    try:
        with EditorServer(path or Path(), port) as server:
            click.echo(server.address)
            if not quiet:
                click.echo("Ctrl-C ends it.", err=True)
            if not no_browser:
                webbrowser.open(server.address)
            server.run()
    except KeyboardInterrupt:
        if not quiet:
            click.echo("ended", err=True)
    return 0
