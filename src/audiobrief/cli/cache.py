"""`audiobrief cache`: show the size of the cache, and delete entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from audiobrief.cache.kinds import KINDS, cache_folder
from audiobrief.cache.maintenance import Amount, amounts, delete_over_size, delete_unused, total
from audiobrief.cache.shared import limits as shared_limits
from audiobrief.cli.help import Group, counted, examples
from audiobrief.cli.messages import echo, echo_json
from audiobrief.cli.shared_cache import shared_backend
from audiobrief.units import bytes_to_size, parse_age, parse_size


def _read_by(parse: Callable[[str], int]) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """Return an option's callback that parses its value."""

    def read(_context: click.Context, _option: click.Parameter, text: str | None) -> int | None:
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


_store_option = click.option(
    "--store", metavar="ADDRESS", help="The shared store at this address, instead of the cache of this machine."
)
_DESCRIPTIONS = {kind.name: kind.description for kind in KINDS}


@click.command(
    "info",
    short_help="Show the place and the size of the cache.",
    epilog=examples(
        "  audiobrief cache info",
        "  audiobrief cache info --json",
        "  audiobrief cache info --store s3://bucket/clips",
    ),
)
@_store_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def info(store: str | None, as_json: bool) -> None:
    """Show the place of the cache, and the size of each kind of entries."""
    if store is not None:
        with shared_backend(store) as backend:
            _show_store(backend.name, shared_limits.amounts(backend), as_json=as_json)
        return
    folder = cache_folder()
    found = amounts(folder)
    whole = total(found.values())
    if as_json:
        kinds = [
            {
                "kind": kind.name,
                "what": kind.description,
                "folder": str(kind.folder),
                "files": amount.files,
                "bytes": amount.bytes,
            }
            for kind, amount in found.items()
        ]
        content = {"folder": str(folder), "files": whole.files, "bytes": whole.bytes, "kinds": kinds}
        echo_json(content, indent=2)
        return
    echo(folder)
    _show_rows([(kind.name, amount, kind.description) for kind, amount in found.items()], whole)


def _show_store(name: str, found: Mapping[str, Amount], *, as_json: bool) -> None:
    whole = total(found.values())
    if as_json:
        kinds = [
            {"kind": kind, "what": _DESCRIPTIONS.get(kind, kind), "files": amount.files, "bytes": amount.bytes}
            for kind, amount in found.items()
        ]
        echo_json({"store": name, "files": whole.files, "bytes": whole.bytes, "kinds": kinds}, indent=2)
        return
    echo(name)
    _show_rows([(kind, amount, _DESCRIPTIONS.get(kind, "")) for kind, amount in found.items()], whole)


def _show_rows(rows: list[tuple[str, Amount, str]], whole: Amount) -> None:
    for name, amount, what in [*rows, ("all", whole, "")]:
        echo(f"{name:<8}  {amount.files:>7}  {bytes_to_size(amount.bytes):>9}  {what}".rstrip())


@click.command(
    "prune",
    short_help="Delete the entries unused for longest.",
    epilog=examples(
        "  audiobrief cache prune --to 500MB",
        "  audiobrief cache prune --unused 30d",
        "  audiobrief cache prune --store s3://bucket/clips --to 50GB",
    ),
)
@_store_option
@click.option("--to", "size", callback=_read_by(parse_size), metavar="SIZE", help="Size to leave, such as 500MB.")
@click.option(
    "--unused",
    "age",
    callback=_read_by(parse_age),
    metavar="AGE",
    help="Delete entries unused for this long, such as 30d.",
)
def prune(store: str | None, size: int | None, age: int | None) -> None:
    """Delete the entries unused for longest. This may be done while episodes are rendered.

    In a shared store, a use is recorded once a day, so --unused deletes an entry up to a day later.
    """
    if size is None and age is None:
        raise click.UsageError("give --to SIZE, --unused AGE, or both")
    if store is not None:
        with shared_backend(store) as backend:
            removed = [shared_limits.delete_unused(backend, age)] if age is not None else []
            if size is not None:
                removed.append(shared_limits.delete_over_size(backend, size))
            _say(total(removed), total(shared_limits.amounts(backend).values()))
        return
    folder = cache_folder()
    deleted = [delete_unused(folder, age)] if age is not None else []
    if size is not None:
        deleted.append(delete_over_size(folder, size))
    _say(total(deleted), total(amounts(folder).values()))


@click.command(
    "clear",
    short_help="Delete all entries.",
    epilog=examples("  audiobrief cache clear", "  audiobrief cache clear --store s3://bucket/clips"),
)
@_store_option
def clear(store: str | None) -> None:
    """Delete all entries. This may be done while episodes are rendered."""
    if store is not None:
        with shared_backend(store) as backend:
            deleted = shared_limits.delete_over_size(backend, -1)
            _say(deleted, total(shared_limits.amounts(backend).values()))
        return
    _say(delete_over_size(cache_folder(), -1), total(amounts(cache_folder()).values()))


@click.command(
    "cache",
    cls=Group,
    commands=[info, prune, clear],
    no_args_is_help=False,
    epilog=examples(
        "  audiobrief cache info",
        "  audiobrief cache prune --to 500MB",
        "  audiobrief cache prune --unused 30d",
        "  audiobrief cache clear",
    ),
)
def command() -> None:
    """Show the size of the cache, and delete entries.

    The cache holds spoken clips, encoded parts of episodes, and other results that can be made again. It is in the
    user's cache folder, or in the folder that AUDIOBRIEF_CACHE names. With --store, a shared store is meant instead.
    """


def _say(deleted: Amount, left: Amount) -> None:
    echo(f"deleted {_shown(deleted)}; {_shown(left)} left")


def _shown(amount: Amount) -> str:
    return f"{counted(amount.files, 'file')}, {bytes_to_size(amount.bytes)}"
