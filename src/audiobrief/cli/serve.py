"""`audiobrief serve`: a site on this machine."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from audiobrief.cli.help import examples
from audiobrief.cli.messages import set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath

_ALL = "0.0.0.0"  # noqa: S104 - only with --lan or --host, which ask for it


@click.command(
    "serve",
    epilog=examples(
        "  audiobrief serve public",
        "  audiobrief serve public --lan",
        "  audiobrief serve public --port 0",
    ),
)
@click.argument("place", type=LocalPath(), metavar="PLACE")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--host", metavar="ADDRESS", help="Listen to this address. [default: this machine alone]")
@click.option("--lan", is_flag=True, help="Let others in your network in, such as your phone.")
@verbosity_options
def command(place: Path, port: int, host: str | None, lan: bool, quiet: bool, verbose: int) -> int:
    """Serve a site on this machine, to look at it and to subscribe to it, until you press Ctrl-C."""
    from audiobrief.publish.serving.server import open_server

    set_up_messages(quiet, verbose)
    if lan and host is not None:
        raise click.UsageError("--lan and --host exclude each other")
    end_normally_on_signals()
    try:
        with open_server(place, _ALL if lan else host or "127.0.0.1", port) as server:
            for line in _addresses(host, server.port, is_open_to_all=server.is_open_to_all):
                click.echo(line)
            if not quiet:
                click.echo("Ctrl-C ends it.", err=True)
            server.run()
    except KeyboardInterrupt:
        if not quiet:
            click.echo("ended", err=True)
    return 0


def end_normally_on_signals() -> None:
    """Let the signals that end the program raise a plain KeyboardInterrupt: a server has no other way to end."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A signal that is ignored from the start, as nohup does it, stays ignored.
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _addresses(host: str | None, port: int, *, is_open_to_all: bool) -> list[str]:
    """Return the lines that say where pages and feed are found."""
    from audiobrief.publish.serving.server import local_address

    if is_open_to_all:
        hosts = ["localhost", *filter(None, [local_address()])]
    elif host in {None, "", "127.0.0.1"}:
        hosts = ["localhost"]
    else:
        bare = str(host).removeprefix("[").removesuffix("]")
        hosts = [f"[{bare}]" if ":" in bare else bare]
    return [
        f"{name:6}http://{at}:{port}/{path}" for at in hosts for name, path in (("pages", ""), ("feed", "feed.xml"))
    ]
