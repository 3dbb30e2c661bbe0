"""Texts: headings, questions, changes of subject, who speaks, what is moved, what is hard, what YAML must quote."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import clean_line, words_of
from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_content
from audiobrief.draft.structure.attribution import put_attribution_first
from audiobrief.draft.structure.speakers import find_speakers
from audiobrief.draft.writing.long_sentences import find_hard_sentences
from audiobrief.draft.writing.script_text import mark_up, scalar, script_text
from audiobrief.draft.writing.templates import choose_transition, fill, read_templates
from audiobrief.errors import ArticleError, TemplateError
from audiobrief.language.detection import detect_language
from audiobrief.language.profile import LANGUAGES, load_language
from audiobrief.language.sentences import split_sentences
from audiobrief.publish.preflight.rules.disclosure import discloses
from audiobrief.script.markup.parser import parse_markup, plain_text
from audiobrief.script.models.script import ScriptFile
from audiobrief.script.validation import validate
from audiobrief.script.yaml.nodes import Mapping, Scalar
from audiobrief.script.yaml.tree import parse_document

ENGLISH = load_language("en")
WORDS = st.text(st.sampled_from("ab Z.?!“”\"'()[]{}:;#&*-+\\|>%@`,0é\n«»„—…"), max_size=120)


@given(WORDS)
def test_any_text_becomes_a_script_that_can_be_read_and_loses_nothing(text: str) -> None:
    try:
        draft = make_draft(read_content(text.encode(), "a.txt", "text"))
    except ArticleError:
        return
    script = script_text(draft, None, None, "script.schema.json", "a.txt")
    settings, problems = validate(ScriptFile, parse_document(script, "a.yaml"))
    assert settings is not None
    assert not problems
    kept = " ".join(" ".join(words_of(part)) for part in script.splitlines())
    assert all(word in kept for word in words_of(clean_line(text)))


@given(WORDS.map(clean_line).filter(bool))
def test_a_paragraph_is_said_as_it_stands(text: str) -> None:
    markup = parse_markup(mark_up(text, "en", "quote"))
    assert not markup.problems
    assert " ".join(plain_text(each) for each in markup.paragraphs) == " ".join(text.split())


@given(WORDS.map(clean_line).filter(bool))
def test_a_line_is_written_so_that_yaml_keeps_it(text: str) -> None:
    root = parse_document(f"title: {scalar(text)}\n", "a.yaml").root
    assert isinstance(root, Mapping)
    title = root.entries["title"]
    assert isinstance(title, Scalar)
    assert (title.text, title.tag) == (text, "str")


@pytest.mark.parametrize(
    "text", ["no", "1.10", "2023-02-17", "a: b", "a #b", "- a", "", "'a'", '"a"', "null", "[a]", "a:"]
)
def test_what_yaml_would_change_is_put_in_quotes(text: str) -> None:
    assert scalar(text) == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize(
    ("paragraph", "turned"),
    [
        ("“It holds,” said Ada Byrne.", "Ada Byrne said: “It holds.”"),
        ("“It holds,” Ada Byrne said.", "Ada Byrne said: “It holds.”"),
        ("“Does it?” asked Ada.", "Ada asked: “Does it?”"),
        ('"It holds," she said on Friday. "I looked."', 'She said on Friday: "It holds." "I looked."'),
        ("“It holds,” said Ada Byrne, the engineer.", "Ada Byrne, the engineer, said: “It holds.”"),
        ("“It holds,” said the town's engineer Ada Byrne on Friday.", None),
        ("“It holds,” said Mr. Byrne.", None),
        ("“It holds,” he said, adding that “nobody doubts it at all”.", None),
        ("“It holds for a hundred years.”", None),
        ("She said: “It holds for a hundred years.”", None),
        ("“It holds,” said the man that nobody in the town had ever seen before that cold day in the spring.", None),
    ],
)
def test_who_speaks_is_moved_to_the_front_where_that_is_plain(paragraph: str, turned: str | None) -> None:
    found = put_attribution_first(paragraph, ENGLISH)
    if turned is None:
        assert found is None or sorted(words_of(found[0])) == sorted(words_of(paragraph))
    else:
        assert found is not None
        assert found[0] == turned
        assert sorted(words_of(found[0])) == sorted(words_of(paragraph))


@pytest.mark.parametrize(
    ("tag", "paragraph", "turned"),
    [
        ("de", "„Es hält gut“, sagte Uwe Petersen.", "Uwe Petersen sagte: „Es hält gut.“"),
        ("fr", "« Il tient bien », a déclaré Anne Lefort.", "Anne Lefort a déclaré\u00a0: « Il tient bien. »"),
        ("es", "«Aguanta muy bien», dijo Tomás Gil.", "Tomás Gil dijo: «Aguanta muy bien.»"),
        ("uk", "«Він тримається добре», — сказав Іван Мельник.", "Іван Мельник сказав: «Він тримається добре.»"),
    ],
)
def test_who_speaks_is_moved_in_other_languages(tag: str, paragraph: str, turned: str) -> None:
    found = put_attribution_first(paragraph, load_language(tag))
    assert found is not None
    assert found[0] == turned


@pytest.mark.parametrize(
    ("paragraphs", "speakers"),
    [
        (["Ada Byrne came. She said: “It holds well.”"], ["Ada Byrne"]),
        (["Ada Byrne came on Friday.", "Byrne said it was “safe for a hundred years”."], ["Ada Byrne"]),
        (["Ada Byrne, the town's engineer, said: “It holds well.”"], ["Ada Byrne"]),
        (["The Ministry of Works said that it was “safe for now at least”."], ["Ministry of Works"]),
        (["The mayor said: “It holds well.”"], ["the mayor"]),
        (["It was “a day like no other” in the town."], [None]),
    ],
)
def test_speakers_are_found(paragraphs: list[str], speakers: list[str | None]) -> None:
    found = find_speakers(paragraphs, ENGLISH)
    assert [quotation.speaker for each in found for quotation in each] == speakers


def test_a_long_sentence_is_cut_where_both_halves_are_sentences() -> None:
    first = "the house by the river that everybody in the town knows was sold on Friday to a man from the coast"
    second = "he has never seen it, and nobody in the town has ever seen him or heard his name before that day"
    (hard,) = find_hard_sentences(f"{first.capitalize()}, but {second}.", ENGLISH)
    assert hard.what == "43 words"
    assert hard.split == f"{first.capitalize()}. But {second}."


def test_a_long_sentence_is_not_cut_in_a_quotation_or_in_brackets() -> None:
    words = "one two three four five six seven eight nine ten"
    for inner in ("“{}”", "({})"):
        sentence = f"It is {inner.format(f'{words}, and he {words}')} {words} {words}."
        (hard,) = find_hard_sentences(sentence, ENGLISH)
        assert hard.split is None


@pytest.mark.parametrize(
    "text",
    [
        "The newsletter of the club was printed for the last time in May.",
        "He asked for credit: nobody gave it to him, and so he sold the house.",
        "Share prices fell on Friday.",
        "By the river stands a house.",
        "Related crimes are rare.",
        "Watch out for ice on the roads.",
        "Photographs show the bridge.",
        "Cookies and tea were served.",
    ],
)
def test_a_part_of_the_story_is_not_taken_for_something_else(text: str) -> None:
    assert omission_reason(text, [ENGLISH]) is None


@pytest.mark.parametrize("tag", LANGUAGES)
class TestLanguages:
    def test_the_outro_says_that_the_voices_are_synthetic(self, tag: str) -> None:
        outro = " ".join(fill(read_templates(tag, None).outro, {}))
        said = [outro[start:end] for start, end in split_sentences(outro, tag)]
        assert any(discloses(sentence, tag) for sentence in said)

    def test_transitions_vary(self, tag: str) -> None:
        templates = read_templates(tag, None)
        for kind in ("question", "subject", "change"):
            led = [choose_transition(templates, kind, index, 6, "X.") for index in range(6)]
            assert all(first != second for first, second in pairwise(led))

    def test_the_language_is_told_by_its_words(self, tag: str) -> None:
        templates = read_templates(tag, None)
        assert detect_language(" ".join([*fill(templates.outro, {}), *fill(templates.intro, {})])) == tag


class TestOwnTemplates:
    def test_a_key_takes_the_place_of_ours(self, tmp_path: Path) -> None:
        (tmp_path / "en.toml").write_text('intro = [["Welcome.", ["To {show}.", "To us."]]]', encoding="utf-8")
        templates = read_templates("en-GB", tmp_path)
        assert fill(templates.intro, {"show": None}) == ("Welcome. To us.",)
        assert templates.outro == read_templates("en", None).outro

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("intro = [", "Invalid|Unclosed|Expected|expected"),
            ('intro = "Hello"', "a list of paragraphs is wanted"),
            ('intro = [["{shw}"]]', r"unknown name \{shw\}"),
            ('hello = "a"', "there is no such key"),
            ('[question]\nfirst = ["a"]', "first, middle, last and only are wanted"),
        ],
    )
    def test_a_wrong_one_is_said_with_its_place(self, tmp_path: Path, text: str, what: str) -> None:
        (tmp_path / "en.toml").write_text(text, encoding="utf-8")
        with pytest.raises(TemplateError, match=what) as caught:
            read_templates("en", tmp_path)
        assert str(caught.value).startswith(str(tmp_path / "en.toml"))
