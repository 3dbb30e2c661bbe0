"""The questions of `audiobrief names --review`: how words are said. Each answer is saved before the next question."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import counted
from audiobrief.cli.messages import say_error
from audiobrief.errors import PlayerError, UsageError

if TYPE_CHECKING:
    from audiobrief.production.watch import Player
    from audiobrief.review.names import UnknownWord
    from audiobrief.script.models.lexicon import Entry
    from audiobrief.script.models.script import Script
    from audiobrief.voices.engine import Engine

_ANSWERS = {"a": "accept as said", "r": "respell", "i": "IPA", "s": "skip", "q": "quit"}


def is_terminal() -> bool:
    """Return whether questions can be asked and answered."""
    return sys.stdin is not None and sys.stdin.isatty()


def review_names(script: Script, clip: Path) -> None:
    """Say each word of a script that is a guess, ask how it is said, and write the answer into the lexicon.

    Args:
        script: the script.
        clip: the file of what is said, one word after another.

    Raises:
        ScriptError: a voice is not installed, or the lexicon cannot take more words.
        AudiobriefError: an engine failed, or a file could not be written.
    """
    from audiobrief.review.names import find_unknown_words
    from audiobrief.voices.registry import open_engines

    player = _open_player(clip.parent)
    try:
        with open_engines() as engines:
            words = find_unknown_words(script, engines)
            if not words:
                click.echo("every name is in the lexicon or in the voice's dictionary")
                return
            review = _Review(script, engines, clip, player)
            for number, word in enumerate(words, start=1):
                click.echo(f"[{number}/{len(words)}] ", nl=False)
                if not review.ask(word):
                    break
            click.echo(f"{counted(review.added, 'word')} added", err=True)
    finally:
        if player is not None:
            player.end()


def _open_player(folder: Path) -> Player | None:
    from audiobrief.production.watch import Player, find_player

    try:
        return Player(find_player(os.environ), folder)
    except PlayerError as error:
        say_error(str(error))
        return None


@dataclass
class _Review:
    """The questions about the words of a script."""

    script: Script
    engines: Mapping[str, Engine]
    clip: Path
    player: Player | None
    added: int = 0
    """Words written into the lexicon so far."""

    def ask(self, word: UnknownWord) -> bool:
        """Say a word and ask how it is said; return whether to go on."""
        from audiobrief.review.name_clips import speak_words
        from audiobrief.script.models.lexicon import Entry

        click.echo(f"{click.style(word.word, bold=True)} ({word.kind}, {word.position}): {word.pronunciation}")
        if word.choices:
            speak_words((word,), self.script, self.engines, self.clip)
            self._play()
            sounds = next(sounds for _, sounds in word.choices if sounds)
            click.echo(f'  write which is meant into the script: ({word.word})[ipa:"{sounds}"]')
            answers = ["s", "q"]
        else:
            self._say(Entry(word.word), word)
            answers = [answer for answer in _ANSWERS if answer != "a" or word.ipa]
        try:
            return self._answer(word, answers)
        except click.Abort:  # the end of the input, or Ctrl-C
            click.echo()
            return False

    def _answer(self, word: UnknownWord, answers: list[str]) -> bool:
        from audiobrief.script.models.lexicon import Entry

        question = ", ".join(f"{answer} {_ANSWERS[answer]}" for answer in answers)
        while True:
            answer = click.prompt(f"  {question}", type=click.Choice(answers, case_sensitive=False), show_choices=False)
            match answer:
                case "a":
                    self._save(Entry(word.word, ipa=word.ipa))
                    return True
                case "r" | "i":
                    entry = self._trial(word, "say:" if answer == "r" else "")
                    if entry is not None:
                        self._save(entry)
                        return True
                case _:
                    return bool(answer == "s")

    def _trial(self, word: UnknownWord, prefix: str) -> Entry | None:
        """Ask for a pronunciation, and say it; return it if it is kept."""
        from audiobrief.review.names import parse_entry

        question, proposal = ("respelling", word.respelling) if prefix else ("IPA", word.ipa)
        said = click.prompt(f"  {question}", default=proposal or None)
        try:
            entry = parse_entry(word.word, f"{prefix}{said.strip()}")
        except UsageError as error:
            say_error(f"  {str(error).partition(';')[0]}")  # the rest is advice for the command line
            return None
        self._say(entry, word)
        return entry if click.confirm("  keep it", default=True) else None

    def _say(self, entry: Entry, word: UnknownWord) -> None:
        """Say a word alone and in its sentence; only alone if it is written otherwise than it is said."""
        from audiobrief.review.name_clips import speak_trials, speak_words

        try:
            speak_trials(self.script, (entry,), self.engines, self.clip)
        except UsageError:
            speak_words((word,), self.script, self.engines, self.clip)
        self._play()

    def _play(self) -> None:
        if self.player is None:
            click.echo(f"  listen: {self.clip}")
        else:
            if failure := self.player.failure():
                say_error(failure)
            self.player.play_file(self.clip)

    def _save(self, entry: Entry) -> None:
        from audiobrief.review.names import add_to_lexicon

        click.echo(f"  {add_to_lexicon(self.script.path, (entry,))}: {entry.word} added")
        self.added += 1
