from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.script.markup.parser import Break, Markup, Span, parse_markup, plain_text


def items(text: str) -> list[Span | Break]:
    """The one paragraph of a text without faults."""
    markup = parse_markup(text)
    assert markup.problems == ()
    (paragraph,) = markup.paragraphs
    return list(paragraph)


def faults(text: str) -> list[tuple[str, str]]:
    """What is wrong in a text: the characters and the message."""
    return [(text[fault.offset : fault.offset + fault.length], fault.what) for fault in parse_markup(text).problems]


def shown(markup: Markup) -> list[str]:
    return [plain_text(paragraph) for paragraph in markup.paragraphs]


SIGNS = st.lists(
    st.sampled_from(
        [
            *("(", ")", "[", "]", "++", "\\", '"', ":", ";", " ", "\n", "\n\n", "500ms", "a", "Kyiv", "sub", "voice"),
            *('(Kyiv)[sub:"Keev"]', '[ipa:"x"]', '(a)[lang:"uk";voice:"b"]', "[9s]", "(b)[characters]", '[date:"y"]'),
        ]
    )
    | st.text(max_size=2),
    max_size=30,
).map("".join)


@given(SIGNS)
def test_any_text_is_read(text: str) -> None:
    markup = parse_markup(text)

    for fault in markup.problems:
        assert 0 <= fault.offset < fault.offset + fault.length <= len(text)
        assert fault.what.isprintable() or "\n" not in fault.what
    for name, offset in markup.voices:
        assert text[offset : offset + len(name)] == name
    for paragraph in markup.paragraphs:
        for item in paragraph:
            assert 0 <= item.offset <= len(text)


@given(st.text())
def test_with_a_backslash_before_every_sign_any_text_is_itself(text: str) -> None:
    escaped = re.sub(r"([^\w\s]|_)", r"\\\1", text)

    markup = parse_markup(escaped)

    assert markup.problems == ()
    assert " ".join(shown(markup)).split() == text.split()


@given(st.text(st.characters(exclude_characters="()[]+\\", exclude_categories=["Cs", "Cc"])))
def test_text_without_marks_is_itself(text: str) -> None:
    markup = parse_markup(text)

    assert markup.problems == ()
    assert shown(markup) == [" ".join(text.split())] * bool(text.strip())


def test_plain_text_is_one_span() -> None:
    assert items("Good evening.") == [Span("Good evening.")]


def test_an_empty_line_ends_a_paragraph_and_a_line_end_is_a_space() -> None:
    assert shown(parse_markup("One\ntwo.\n\nThree.\n \t\n\n  Four.\n")) == ["One two.", "Three.", "Four."]


@pytest.mark.parametrize(("mark", "milliseconds"), [("500ms", 500), ("1.5s", 1500), ("0s", 0), ("2min", 120_000)])
def test_a_break(mark: str, milliseconds: int) -> None:
    assert items(f"a [{mark}] b") == [Span("a "), Break(milliseconds, 2), Span(" b", 5 + len(mark) - 1)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ('(Kyiv)[sub:"Keev"]', Span("Kyiv", 1, sub="Keev")),
        ("(Kyiv)[sub:'Keev']", Span("Kyiv", 1, sub="Keev")),
        ("(Kyiv)[sub:“Keev”]", Span("Kyiv", 1, sub="Keev")),
        ('(Kyiv)[ sub : "Keev" ]', Span("Kyiv", 1, sub="Keev")),
        ('(Kyiv)[ipa:"ˈkiːjɪv"]', Span("Kyiv", 1, ipa="ˈkiːjɪv")),
        ('(words)[voice:"quote"]', Span("words", 1, voice="quote")),
        ('(text)[lang:"uk"]', Span("text", 1, language="uk")),
        ('(2023)[date:"y"]', Span("2023", 1, date="y")),
        ("(NATO)[characters]", Span("NATO", 1, characters=True)),
        ("++strong++", Span("strong", 2, strong=True)),
        ('(a)[sub:"b;c"]', Span("a", 1, sub="b;c")),
        ('(a)[sub:"b";voice:"c"; lang:"uk"]', Span("a", 1, sub="b", voice="c", language="uk")),
        ('(a (b) c)[voice:"d"]', Span("a (b) c", 1, voice="d")),
        (r'(a \) b)[sub:"c"]', Span("a ) b", 1, sub="c")),
    ],
)
def test_a_mark(text: str, span: Span) -> None:
    assert items(text) == [span]


def test_marks_inside_marks_add_up() -> None:
    assert items('(one ++two++ (three)[lang:"uk"])[voice:"v"]') == [
        Span("one ", 1, voice="v"),
        Span("two", 7, voice="v", strong=True),
        Span(" ", 12, voice="v"),
        Span("three", 14, voice="v", language="uk"),
    ]


def test_neighbours_with_the_same_marks_are_one_span() -> None:
    assert items('(a )[voice:"v"]( b)[voice:"v"]') == [Span("a b", 1, voice="v")]


@pytest.mark.parametrize(
    "text",
    [
        "He said so [sic].",
        "(in 2023)",
        "(a) [b]",
        "C++",
        "C++ and D++ too",
        "f(x)[0]",
        "[",
        "(",
        "a] b)",
        "++ a ++",
        "[a b]",
    ],
)
def test_what_is_no_mark_is_text(text: str) -> None:
    assert items(text) == [Span(text)]


@pytest.mark.parametrize(
    ("text", "literal"),
    [(r"\[500ms]", "[500ms]"), (r"\(a)[sub]", "(a)[sub]"), (r"\++a\++", "++a++"), (r"C:\dir\\", "C:\\dir\\")],
)
def test_a_backslash_escapes_signs_and_leaves_letters(text: str, literal: str) -> None:
    assert items(text) == [Span(literal)]


def test_a_mark_does_not_reach_into_the_next_paragraph() -> None:
    assert shown(parse_markup('(one\n\ntwo)[sub:"x"]')) == ["(one", 'two)[sub:"x"]']


@pytest.mark.parametrize(
    ("text", "part", "what"),
    [
        ('a (b)[sbu:"c"]', 'sbu:"c"', "unknown mark 'sbu'"),
        ('a (b)[sub:""]', 'sub:""', "the mark 'sub' needs a value"),
        ("a (b)[voice]", "voice", "the mark 'voice' needs a value"),
        ('a (b)[date:"x"]', 'date:"x"', "unknown order of a date 'x'"),
        ('a (b)[lang:"?"]', 'lang:"?"', "'?' is not a language tag"),
        ('a ()[sub:"b"]', '()[sub:"b"]', "the mark belongs to no words"),
        ('a [sub:"b"]', '[sub:"b"]', 'the mark [sub:"b"] belongs to no words'),
        ("a [5x]", "[5x]", "[5x] is not a break"),
        ("a [11min]", "[11min]", "the break [11min] is longer than ten minutes"),
        ("a [" + "9" * 320 + "s]", "[" + "9" * 320 + "s]", "[" + "9" * 320 + "s] is not a break"),
        ('a (b)[sub:"c"', "[sub:", "the mark 'sub' is not closed"),
        ("a (b)[sub: c]", "[sub: c]", "the mark [sub: c] cannot be read"),
        ('a (b)[Sub:"c"]', '[Sub:"c"]', 'the mark [Sub:"c"] cannot be read'),
    ],
)
def test_a_mark_that_cannot_be_read_is_a_fault(text: str, part: str, what: str) -> None:
    assert faults(text) == [(part, what)]


def test_all_faults_are_found() -> None:
    assert [what for _, what in faults('(a)[x:"1";y:"2"] [5q]\n\n()[sub:"z"]')] == [
        "unknown mark 'x'",
        "unknown mark 'y'",
        "[5q] is not a break",
        "the mark belongs to no words",
    ]


def test_marks_are_nested_20_deep_at_most() -> None:
    def nested(depth: int) -> str:
        return "(" * depth + "a" + ')[lang:"uk"]' * depth

    assert faults(nested(20)) == []
    assert [what for _, what in faults(nested(21))] == ["marks inside marks, more than 20 deep"]


def test_the_voices_that_marks_name_are_known_with_their_places() -> None:
    text = 'The (ghost)[voice:"ghost"] and (a)[sub:"b"; voice:\'c\']'

    assert parse_markup(text).voices == (("ghost", 19), ("c", text.index("'c'") + 1))


def test_a_no_break_space_stays() -> None:
    assert items("10\u00a0km \u202f a") == [Span("10\u00a0km \u202f a")]
