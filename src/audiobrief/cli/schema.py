"""`audiobrief schema`: print the JSON Schema of scripts."""

from __future__ import annotations

import click

from audiobrief.cli.help import examples


@click.command(
    "schema",
    epilog=examples(
        "  audiobrief schema > docs/script.schema.json", "  audiobrief schema --show > docs/show.schema.json"
    ),
)
@click.option("--show", is_flag=True, help="The house file's format instead of the script's.")
def command(show: bool) -> None:
    """Print the JSON Schema of scripts, which editors use to complete and check scripts while you type."""
    from audiobrief.script.schema import schema_text

    click.echo(schema_text(show=show), nl=False)
