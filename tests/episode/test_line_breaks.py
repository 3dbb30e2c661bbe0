"""Lines end between clauses, and never inside a character."""

from __future__ import annotations

import regex

from audiobrief.episode.line_breaks import LONGEST_LINE, CaptionText, split_atoms, width
from builders import wrong_rows

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def lines(text: str, language: str = "en") -> tuple[str, ...]:
    atoms = CaptionText(split_atoms(text, language))
    return atoms.lines(0, len(atoms))


def test_lines_end_where_a_captioner_ends_them() -> None:
    rows = [
        ("It rained.", ("It rained.",)),
        ("a" * 42, ("a" * 42,)),
        ("The price was high, and nobody had thought of it.", ("The price was high,", "and nobody had thought of it.")),
        (
            "The minister said that the bridge would be open by the end of May.",
            ("The minister said that the bridge", "would be open by the end of May."),
        ),
        (
            "So we ask: could a second army come at Ukraine from the north?",
            ("So we ask: could a second army", "come at Ukraine from the north?"),
        ),
        (
            "We are always ready to offer such assistance.”",
            ("We are always ready", "to offer such assistance.”"),
        ),
    ]
    assert wrong_rows(lines, [((text,), expected) for text, expected in rows]) == []


def test_the_words_of_each_language_decide() -> None:
    text = "Der Minister sagte am Montag, dass die Brücke bis Ende Mai offen sei."
    assert lines(text, "de") == ("Der Minister sagte am Montag,", "dass die Brücke bis Ende Mai offen sei.")


def test_every_mark_that_closes_a_quotation_ends_a_clause() -> None:
    text = "Er sagte: „Wir fahren heute nicht mehr.“ Danach gingen sie."
    assert lines(text, "de") == ("Er sagte: „Wir fahren heute nicht mehr.“", "Danach gingen sie.")


def test_what_is_too_long_for_two_lines_stays_in_one() -> None:
    assert len(lines("word " * 30)) == 1


def test_widths_are_columns() -> None:
    rows = [("abc", 3), ("ü", 1), ("日本", 4), ("\U0001f6a2", 2), ("กำ", 2)]
    assert wrong_rows(width, [((text,), expected) for text, expected in rows]) == []


def test_a_word_that_is_wider_than_a_line_is_broken_between_characters() -> None:
    thai = "ประเทศไทยกำลังเตรียมการเลือกตั้งครั้งใหม่ที่จะจัดขึ้นในปีหน้า"
    words = (thai, FAMILY * 6, "e\u0301" * 40, "日本の首相は月曜日に東京で記者会見を開き、新しい計画を発表した。")
    for word in words:
        broken = lines(word)
        assert "".join(broken) == word
        assert [cluster for line in broken for cluster in regex.findall(r"\X", line)] == regex.findall(r"\X", word)
        assert max(map(width, broken)) <= LONGEST_LINE


def test_a_line_does_not_begin_with_punctuation_that_closes() -> None:
    assert lines("あ" * 20 + "、" + "い" * 19) == ("あ" * 20 + "、", "い" * 19)


def test_an_address_is_broken_at_its_punctuation() -> None:
    address = "https://www.example.org/a/very/long/path?of=many&parts=and/more"
    broken = lines(address)
    assert "".join(broken) == address
    assert broken[0][-1] in "/?&=.-"
