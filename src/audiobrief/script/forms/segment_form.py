"""The form of a segment: what is said, by whom, and what is heard with it."""

from __future__ import annotations

from typing import Any

from audiobrief.script.forms import channel_form, values
from audiobrief.script.forms.strict import Chosen, Fault, Form, Listed, Named, Prepared, Value, field, nullable
from audiobrief.script.forms.values import LINE, PATH, TEXT, Plain

__all__ = ["KINDS", "SegmentForm"]

KINDS = ("intro", "narration", "transition", "outro")


def _kind_of_text(value: Any) -> str:
    return "turns" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"


def _spoken(value: Any) -> str | None:
    # A transition may be a sound alone; whether that is so, the segment knows.
    if value is None or (isinstance(value, Plain) and value.reads_as == "null") or value == "":
        return None
    text: str = TEXT.parse(value)
    return text


def _no_mapping(value: Any) -> str:
    name = next(iter(value), "words") if isinstance(value, dict) else "words"
    raise Fault(
        "a segment's text is a text or a list of turns, not a mapping",
        f"put the text in quotes, or write '- {name}: ...' for a turn",
    )


def _turn(value: Any) -> Any:
    if not isinstance(value, dict) or len(value) != 1:
        raise Fault("a turn is one voice and its words", "write '- presenter: Why does it matter?'")
    return value


_TURN = Prepared(_turn, Named(LINE, TEXT))


def _turns(value: Any) -> Any:
    if not value:
        raise Fault("the list of turns is empty", "write '- presenter: Why does it matter?'")
    return value


_SEGMENT_TEXT = Chosen(
    _kind_of_text,
    {
        "text": Value(_spoken, {"type": ["string", "null"]}),
        "turns": Prepared(_turns, Listed(_TURN)),
        "mapping": Value(_no_mapping, {"not": {}}),
    },
)
SegmentText = str | tuple[dict[str, str], ...] | None
"""A text, turns each with the voice that speaks, or nothing."""


class SegmentForm(Form):
    """A part of the episode: exactly one of intro, narration, transition and outro, with its text."""

    intro: SegmentText = field(_SEGMENT_TEXT, None, description="The opening: a text, or a list of turns.")
    narration: SegmentText = field(_SEGMENT_TEXT, None, description="A part of the story: a text, or a list of turns.")
    transition: SegmentText = field(
        _SEGMENT_TEXT, None, description="What leads on to the next part; may be a sound alone."
    )
    outro: SegmentText = field(_SEGMENT_TEXT, None, description="The closing: a text, or a list of turns.")
    chapter: str | None = nullable(LINE, description="A chapter of this title starts here.")
    url: str | None = nullable(values.URL, description="The chapter's link.")
    image: str | None = nullable(PATH, description="The chapter's picture: a JPEG or PNG file.")
    bed: str | None = nullable(LINE, description="The name of a sound that plays under the speech.")
    sound: str | None = nullable(LINE, description="The name of a sound that plays before the text.")
    voice: str | None = nullable(LINE, description="The voice that speaks, instead of the default one.")
    pause: int | None = nullable(
        values.DURATION, description="The silence after the segment, instead of the default one."
    )
    optional: bool = field(
        channel_form.TRUTH,
        False,
        description="Whether it may be left out where the episode would be longer than its target.",
    )

    @property
    def kind(self) -> str:
        """Which of the four it is."""
        return next(kind for kind in KINDS if kind in self.given)

    @property
    def text(self) -> SegmentText:
        """Its text, its turns, or None where it is a sound alone."""
        text: SegmentText = getattr(self, self.kind)
        return text

    def whole(self) -> None:
        """See that it is one of the four, and has something to be heard.

        Raises:
            Fault: it is none or several of them, or has neither text nor sound.
        """
        kinds = [kind for kind in KINDS if kind in self.given]
        if len(kinds) != 1:
            had = " and ".join(kinds) or "none"
            raise Fault(
                f"a segment is exactly one of intro, narration, transition and outro, and this has {had}",
                "give each its own '-'" if kinds else "write narration: and its text",
            )
        if self.text is None and self.kind != "transition":
            raise Fault(f"the {self.kind} has no text", "write what is said after the ':'")
        if self.text is None and self.sound is None:
            raise Fault(
                "the transition has neither text nor sound",
                "write a text, or sound: with the name of a sound",
            )
