from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.yaml.nodes import Document, Mapping, Scalar, Sequence
from audiobrief.script.yaml.tree import parse_document, read_document


def parse(text: str) -> Document:
    return parse_document(text, "x.yaml")


def scalar(text: str) -> Scalar:
    node = parse(text).root
    assert isinstance(node, Scalar)
    return node


def refusal(text: str) -> str:
    with pytest.raises(ScriptError) as caught:
        parse(text)
    return str(caught.value)


# Scripts are made of these more often than of letters drawn at random.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b: ",
                "- ",
                "? ",
                ": ",
                "\n",
                "\n  ",
                "\n    ",
                "[",
                "]",
                "{",
                "}",
                ", ",
                "'",
                '"',
                "|\n  ",
                ">\n  ",
            ),
            *(
                "&a ",
                "*a",
                "!t ",
                "<<: ",
                "#",
                "\t",
                "\\",
                "---\n",
                "...\n",
                "%YAML 1.1\n",
                "~",
                "no",
                "\ufeff",
                "\x85",
                "\u2028",
            ),
        ]
    )
    | st.text(max_size=3),
    max_size=40,
).map("".join)


@given(PIECES)
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    lines = re.split("\r\n|\r|\n", text)
    try:
        problems = parse(text).problems
    except ScriptError as error:
        problems = error.problems or pytest.fail("refused without a reason")
    for problem in problems:
        assert problem.position.file == "x.yaml"
        assert 1 <= problem.position.line <= len(lines) + 1
        assert problem.position.column >= 1
        assert len(str(problem).splitlines()) == 1


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        file = read_document(path, "any.yaml").file
    except ScriptError as error:
        file = error.problems[0].position.file
    assert file == "any.yaml"


def test_nodes_know_their_places() -> None:
    document = parse("title: T\nsegments:\n  - narration: |\n      Hello.\n    bed: theme\n")
    segment = document.find(("segments", 0))

    assert isinstance(segment, Mapping)
    assert str(document.position(segment)) == "x.yaml:3:5"
    assert str(document.position(document.find(("segments", 0, "bed")))) == "x.yaml:5:10"
    assert str(document.key(("segments", 0, "bed"))) == "x.yaml:5:5"
    assert str(document.position()) == "x.yaml:1:1"


def test_columns_count_characters() -> None:
    document = parse("{ключ: ˈkiːjɪv, b: x}")

    assert str(document.position(document.find(("b",)))) == "x.yaml:1:20"


def test_steps_that_do_not_exist_are_passed_over() -> None:
    document = parse("a: [b, {c: d}]")

    assert document.find(("a", "turns", 1, "c")) == document.find(("a", 1, "c"))
    assert document.find(("z",)) is document.root


@pytest.mark.parametrize(
    ("text", "style"), [("a", "plain"), ("'a'", "'"), ('"a"', '"'), ("|\n  a", "|"), (">\n  a", ">")]
)
def test_a_scalar_keeps_how_it_was_written(text: str, style: str) -> None:
    assert scalar(text).style == style


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        *(("no", "bool"), ("On", "bool"), ("1:30", "int"), ("010", "int"), ("1.10", "float"), (".inf", "float")),
        *(("~", "null"), ("2023-02-17", "timestamp"), ("=", "value"), ("0o7", "str"), ("y", "str"), ('"no"', "str")),
    ],
)
def test_a_scalar_knows_what_yaml_takes_it_for(text: str, tag: str) -> None:
    assert scalar(text).tag == tag


def test_the_first_of_two_equal_keys_stays() -> None:
    document = parse("a: 1\na: 2\n")

    assert isinstance(document.root, Mapping)
    assert [node.text for node in document.root.entries.values() if isinstance(node, Scalar)] == ["1"]
    assert [str(problem.position) for problem in document.problems] == ["x.yaml:2:1"]


def test_what_is_refused_is_left_out_of_the_tree() -> None:
    document = parse("a: &x 1\n<<: *x\n? [k]\n: v\nb: *x\nc: [*x, 2]\n")

    assert isinstance(document.root, Mapping)
    assert list(document.root.entries) == ["a", "c"]
    assert isinstance(document.find(("c",)), Sequence)
    assert [problem.position.line for problem in document.problems] == [1, 2, 2, 3, 5, 6]


def test_an_alias_as_a_key_takes_its_value_with_it() -> None:
    document = parse("a: &x k\n*x : v\nb: 1\n")

    assert isinstance(document.root, Mapping)
    assert list(document.root.entries) == ["a", "b"]
    assert [problem.position.line for problem in document.problems] == [1, 2]


def test_nothing_is_built_from_a_tag() -> None:
    document = parse("!!python/object/apply:sys.exit [1]")

    assert isinstance(document.root, Sequence)
    assert len(document.problems) == 1


def test_what_yaml_11_alone_takes_for_a_line_end_is_a_space() -> None:
    document = parse("a: b\u2028c\x85d\u2029e\nf: g\n")

    assert document.find(("a",)) == Scalar("b c d e", 1, 4, 1, "plain")
    assert str(document.key(("f",))) == "x.yaml:2:1"


def test_limits_are_inclusive() -> None:
    assert parse("[" * 50 + "]" * 50).problems == ()
    assert parse("[" + "1," * 99_999 + "]").problems == ()


def test_a_file_of_1_mb_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a" * 1_000_000)
    assert read_document(path, "x.yaml").problems == ()

    path.write_text("a" * 1_000_001)
    with pytest.raises(ScriptError, match=r"x\.yaml:1:1: the file is larger than 1 MB"):
        read_document(path, "x.yaml")


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, text in [
        (tmp_path, "this is not a file (name a YAML file)"),
        (tmp_path / "none.yaml", "cannot be read: no such file or directory (check the path and its rights)"),
        (Path("/dev/zero"), "this is not a file (name a YAML file)"),
        (tmp_path / ("a" * 300), "cannot be read: file name too long (check the path and its rights)"),
        (Path("a\0b"), "is not a path: embedded null byte (check the path)"),
    ]:
        with pytest.raises(ScriptError) as caught:
            read_document(path, "x.yaml")
        assert str(caught.value) == f"x.yaml:1:1: {text}"


def test_quotes_that_stay_open_are_reported_where_they_open() -> None:
    open_quotes = "x.yaml:2:4: the quotes that open here are not closed"
    assert refusal('a: 1\nb: "two\nc: 3\n').startswith(open_quotes)


def test_problems_before_broken_yaml_are_reported_with_it() -> None:
    assert [line.split(": ")[0] for line in refusal("a: 1\na: 2\nb: [\n").split("\n")] == ["x.yaml:2:1", "x.yaml:4:1"]


STYLES = {
    "|": lambda text: "a: |\n  " + text,
    ">": lambda text: "a: >\n  " + text,
    "plain": lambda text: "a: " + text,
    "'": lambda text: "a: '" + text.replace("'", "''") + "'",
    '"': lambda text: 'a: "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
}
WORDS = st.lists(st.from_regex(r"[a-zé(ˈ][a-zé()'\"\\.ˈ]{0,6}", fullmatch=True), min_size=1, max_size=12)


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
def test_a_place_inside_a_text_is_the_place_of_that_character(style: str, data: st.DataObject) -> None:
    words = data.draw(WORDS)
    ends = data.draw(st.lists(st.sampled_from([" ", "\n  "]), min_size=len(words), max_size=len(words)))
    written = STYLES[style]("".join(word + end for word, end in zip(words, ends, strict=True)).rstrip())
    document = parse(written)
    node = document.find(("a",))
    assert isinstance(node, Scalar)

    places = document.inside(node, node.text, range(len(node.text.rstrip())))

    lines = written.split("\n")
    for offset, place in places.items():
        character = node.text[offset]
        if not character.isspace():
            seen = lines[place.line - 1][place.column - 1]
            assert seen == ("\\" if style == '"' and character in '"\\' else character)


@pytest.mark.parametrize("style", STYLES)
@given(data=st.data())
def test_a_lines_first_word_is_the_first_of_those_with_a_place_on_it(style: str, data: st.DataObject) -> None:
    words = data.draw(WORDS)
    ends = data.draw(st.lists(st.sampled_from([" ", "  ", "\n  ", "\n\n  "]), min_size=len(words), max_size=len(words)))
    text = "".join(word + end for word, end in zip(words, ends, strict=True)).rstrip()
    document = parse(STYLES[style](text) + data.draw(st.sampled_from(["", "\n", "\n\n# a note\n"])))
    node = document.find(("a",))
    assert isinstance(node, Scalar)

    places = document.inside(node, node.text, [word.start() for word in re.finditer(r"\S+", node.text)])
    first: dict[int, tuple[int, int, int]] = {}
    for offset, place in places.items():
        first.setdefault(place.line, (offset, place.line, place.column))
    assert document.line_starts(node, node.text) == tuple(first.values())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: one two # a note", [(0, 1, 4)]),
        ("a: one\n   two  # a note", [(0, 1, 4), (4, 2, 4)]),
        ("a: [one two, three]", [(0, 1, 5)]),
        ("a: {b: one two}", [(0, 1, 8)]),
        ("a: |2\n    one\n\n  two\n", [(2, 2, 5), (7, 4, 3)]),
        ("a: >-\n  one\n  two\n", [(0, 2, 3), (4, 3, 3)]),
    ],
)
def test_notes_and_brackets_around_a_text_are_not_of_it(written: str, expected: list[tuple[int, int, int]]) -> None:
    document = parse(written)
    node = document.find(("a", 0))
    node = document.find(("a", "b")) if isinstance(node, Mapping) else node
    assert isinstance(node, Scalar)
    assert list(document.line_starts(node, node.text)) == expected


def test_escapes_in_double_quotes_count_as_what_they_stand_for() -> None:
    document = parse('a: "\\x41\\u00e9\\n\\_\\\n  \\"x"')
    node = document.find(("a",))
    assert isinstance(node, Scalar)
    assert node.text == 'Aé\n\xa0"x'

    places = document.inside(node, node.text, [0, 1, 4, 5])

    assert [(place.line, place.column) for place in places.values()] == [(1, 5), (1, 9), (2, 3), (2, 5)]
