"""`audiobrief transcribe`: let a speech recogniser write the transcript of a recording."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import echo, set_up_messages
from audiobrief.cli.options import jobs_option, verbosity_options
from audiobrief.cli.paths import LocalPath, check_output
from audiobrief.cli.progress import stage_progress
from audiobrief.errors import SoundError, UsageError


@click.command(
    "transcribe",
    epilog=examples(
        "  audiobrief transcribe clips/mayor.wav",
        "  audiobrief transcribe clips/buergermeister.mp3 --language de -o clips/de.vtt",
    ),
)
@click.argument("recording", type=LocalPath(), metavar="FILE")
@click.option("-o", "--output", type=LocalPath(dir_okay=False), metavar="FILE.vtt", help="[default: FILE's stem.vtt]")
@click.option("--language", metavar="L", default="en", show_default=True, help="The language that is spoken.")
@jobs_option("Threads of the speech recogniser.")
@click.option("--force", is_flag=True, help="Overwrite an existing transcript.")
@verbosity_options
def command(
    recording: Path, output: Path | None, language: str, jobs: int, force: bool, quiet: bool, verbose: int
) -> int:
    """Write the transcript of a recording as WebVTT, for `transcript:` of a clip.

    It is what a speech recogniser hears: correct it. Until its note is deleted, `check` warns that nobody has
    confirmed it.
    """
    set_up_messages(quiet, verbose)
    target = output or recording.with_suffix(".vtt")
    if target.suffix.lower() != ".vtt":
        raise UsageError(f"'{target}' does not end in .vtt (name it so)")
    check_output(target, overwrite=force)
    if not recording.is_file():
        raise UsageError(f"there is no file '{recording}' (check the path)")
    from audiobrief.review.proof.recogniser import open_recogniser
    from audiobrief.review.transcription import transcribe, transcript_text
    from audiobrief.storage import files
    from audiobrief.storage.work_folder import work_folder

    recogniser = open_recogniser(jobs)
    with stage_progress(str(recording), quiet=quiet) as progress:
        cues = transcribe(recording, recogniser, language, progress)
    if not cues:
        raise SoundError(f"no words are heard in '{recording}'", "name a recording of speech")
    with work_folder(target.parent) as work:
        files.write_bytes(work / target.name, transcript_text(cues).encode())
        files.finish(work / target.name, target)
    if not quiet:
        count = counted(sum(len(cue.text.split()) for cue in cues), "word")
        echo(f"{target}: {count}; correct them, and then delete the note at the top", fg="green", err=True)
    return 0
