"""Forms: which keys there may be, what they take, and what is said of all that does not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.script.forms.strict import (
    Chosen,
    Fault,
    Form,
    Listed,
    Named,
    Nested,
    Prepared,
    Refusal,
    Value,
    field,
    nullable,
    read,
)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise Fault("this is no word", "write one")
    return value.upper()


def _nothing(value: Any) -> Any:
    if value == "wrong":
        raise Fault("this is wrong", "write another")
    return None if value == "none" else value


WORD = Value(_word, {"type": "string"})


class Inner(Form):
    """A pair."""

    first: str = field(WORD, description="The first.")
    second: str = field(WORD, "TWO", description="The second.")

    def whole(self) -> None:
        """See that they differ."""
        if self.first == self.second:
            raise Fault("both are the same", "change one")


class Outer(Form):
    """All kinds of keys."""

    word: str = field(WORD, description="A word.")
    maybe: str | None = nullable(Prepared(_nothing, WORD), description="A word or none.")
    inner: Inner | None = nullable(Nested(Inner), description="A pair.")
    words: tuple[str, ...] = field(Listed(WORD), (), description="Words.")
    pairs: dict[str, Inner] = field(Named(WORD, Nested(Inner)), {}, description="Pairs by name.")
    either: str | Inner = field(
        Chosen(lambda value: "word" if isinstance(value, str) else "pair", {"word": WORD, "pair": Nested(Inner)}),
        "EITHER",
        description="A word or a pair.",
    )


def test_keys_are_read_and_others_have_their_defaults() -> None:
    found, refusals = read(Outer, {"word": "a", "words": ["b", "c"], "pairs": {"x": {"first": "d"}}, "either": "e"})
    assert refusals == []
    assert found is not None
    assert found.given == {"word", "words", "pairs", "either"}
    assert (found.word, found.maybe, found.inner, found.words, found.either) == ("A", None, None, ("B", "C"), "E")
    assert {name: pair.values() for name, pair in found.pairs.items()} == {"X": {"first": "D", "second": "TWO"}}


def test_one_of_several_kinds_is_chosen_by_the_value() -> None:
    found, _ = read(Outer, {"word": "a", "either": {"first": "b"}})
    assert found is not None
    assert isinstance(found.either, Inner)


@pytest.mark.parametrize(("written", "maybe"), [("none", None), ("a", "A")])
def test_what_is_prepared_may_be_nothing(written: str, maybe: str | None) -> None:
    found, _ = read(Outer, {"word": "a", "maybe": written})
    assert found is not None
    assert found.maybe == maybe
    assert "maybe" in found.given


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ({}, [(("word",), "missing")]),
        ([], [((), "mapping")]),
        ({"word": 1}, [(("word",), "fault")]),
        ({"word": "a", "x": 1, "y": 2}, [(("x",), "unknown"), (("y",), "unknown")]),
        ({"word": "a", "maybe": "wrong"}, [(("maybe",), "fault")]),
        ({"word": "a", "words": "b"}, [(("words",), "list")]),
        ({"word": "a", "words": ["b", 1, 2]}, [(("words", 1), "fault"), (("words", 2), "fault")]),
        ({"word": "a", "inner": "b"}, [(("inner",), "mapping")]),
        ({"word": "a", "inner": {"second": 1}}, [(("inner", "first"), "missing"), (("inner", "second"), "fault")]),
        ({"word": "a", "inner": {"first": "two"}}, [(("inner",), "fault")]),
        ({"word": "a", "inner": {"first": "two", "x": 1}}, [(("inner", "x"), "unknown")]),
        ({"word": "a", "pairs": ["x"]}, [(("pairs",), "mapping")]),
        (
            {"word": "a", "pairs": {"x": {"first": "two"}, "y": 1}},
            [(("pairs", "x"), "fault"), (("pairs", "y"), "mapping")],
        ),
        ({"word": 1, "either": {}}, [(("word",), "fault"), (("either", "first"), "missing")]),
    ],
)
def test_all_that_does_not_fit_is_told_with_its_place(value: Any, refused: list[tuple[object, str]]) -> None:
    found, refusals = read(Outer, value)
    assert found is None
    assert [(refusal.path, refusal.kind) for refusal in refusals] == refused


def test_a_fault_says_what_is_wrong_and_what_to_do() -> None:
    assert read(Outer, {"word": 1})[1] == [Refusal(("word",), "fault", "this is no word", "write one")]


def test_a_form_never_changes() -> None:
    found, _ = read(Inner, {"first": "a"})
    assert found is not None
    with pytest.raises(AttributeError, match=r"^Inner never changes$"):
        found.first = "b"


def test_a_form_of_nothing_has_all_defaults() -> None:
    class Defaults(Inner):
        first: str = field(WORD, "ONE", description="Another first.")

    assert Defaults().values() == {"first": "ONE", "second": "TWO"}
    assert Defaults().given == frozenset()


def test_the_schema_describes_every_key() -> None:
    forms: dict[str, Any] = {}
    word = {"type": "string"}
    pair = {"$ref": "#/$defs/Inner"}
    assert json.loads(json.dumps(Outer.schema(forms))) == {
        "type": "object",
        "title": "Outer",
        "description": "All kinds of keys.",
        "additionalProperties": False,
        "required": ["word"],
        "properties": {
            "word": {**word, "title": "Word", "description": "A word."},
            "maybe": {
                "anyOf": [word, {"type": "null"}],
                "default": None,
                "title": "Maybe",
                "description": "A word or none.",
            },
            "inner": {"anyOf": [pair, {"type": "null"}], "default": None, "description": "A pair."},
            "words": {"type": "array", "items": word, "default": [], "title": "Words", "description": "Words."},
            "pairs": {
                "type": "object",
                "additionalProperties": pair,
                "propertyNames": {},
                "title": "Pairs",
                "description": "Pairs by name.",
            },
            "either": {
                "oneOf": [word, pair],
                "default": "EITHER",
                "title": "Either",
                "description": "A word or a pair.",
            },
        },
    }
    assert forms["Inner"]["required"] == ["first"]
    assert set(forms) == {"Inner"}


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["none", "wrong", "two"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Outer.fields, *Inner.fields, "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*Outer.fields, "x"]), ANY))
def test_any_mapping_is_read_whole_or_refused(value: dict[str, Any]) -> None:
    found, refusals = read(Outer, value)
    assert (found is None) == bool(refusals)
    for refusal in refusals:
        at: Any = value
        for step in refusal.path[:-1]:
            at = at[step]
        assert refusal.path == () or (refusal.path[-1] in at if isinstance(at, dict) else True) == (
            refusal.kind != "missing"
        )
