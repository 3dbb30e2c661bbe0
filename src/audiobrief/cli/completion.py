"""`audiobrief completion`: print completion for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from audiobrief.cli.help import examples


@click.command(
    "completion",
    epilog=examples(
        '  eval "$(audiobrief completion bash)"',
        "  audiobrief completion fish > ~/.config/fish/completions/audiobrief.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the code that makes a shell complete audiobrief's commands and options."""
    from audiobrief.cli.main import audiobrief

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(audiobrief, {}, "audiobrief", "_AUDIOBRIEF_COMPLETE").source())
