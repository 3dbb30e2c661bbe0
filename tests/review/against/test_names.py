"""Names are known in all their forms, and are other names where a letter is."""

from __future__ import annotations

import pytest

from audiobrief.review.against.names import KnownNames, find_names, is_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("belarus", "belarusian"), ("ukraine", "ukrainians"), ("russia", "russian"), ("italy", "italians"),
        ("canada", "canadian"), ("chile", "chilean"), ("mexico", "mexican"), ("israel", "israelis"),
        ("china", "chinese"), ("iceland", "icelandic"), ("poland", "poland"), ("harrier", "harriers"),
    ],
)  # fmt: skip
def test_english_names_have_few_forms(one: str, other: str) -> None:
    assert is_alike(one, other, "en-GB")
    assert is_alike(other, one, "en-GB")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("christian", "christine"), ("anderson", "andersen"), ("niger", "nigeria"), ("brelan", "brelon"),
        ("mckeown", "mckeon"), ("alexander", "alexandra"), ("daniel", "daniela"), ("martin", "martina"),
        ("pelletier", "pelletiere"), ("lukashenko", "lukashenka"), ("brandon", "brando"),
    ],
)  # fmt: skip
def test_other_endings_are_other_names(one: str, other: str) -> None:
    assert not is_alike(one, other, "en-GB")
    assert not is_alike(other, one, "en-GB")


@pytest.mark.parametrize(("one", "other"), [("лукашенко", "лукашенком"), ("путін", "путіна")])
def test_elsewhere_names_are_inflected(one: str, other: str) -> None:
    assert is_alike(one, other, "uk")


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("Łukasz met Søren.", "Lukasz"), ("Łukasz met Søren.", "Soren"), ("Norwegian ships came.", "Norway"),
        ("Danish ships came.", "Denmark"), ("Kovačević won.", "Kovacevic"),
    ],
)  # fmt: skip
def test_a_name_is_known_without_its_accents_and_by_its_people(article: str, name: str) -> None:
    assert KnownNames([article], "en-GB").has(name, name)


def test_a_common_word_bears_no_name_out() -> None:
    assert not KnownNames(["Ann Lee sat in the park."], "en-GB").has("Parker", "Parker")


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Bo Lee agreed.", ["Bo Lee"]),
        ("Then President Ann Ray came.", ["Ann Ray"]),
        ("Ann Lee and Bo Ray agreed, and so did Mr Lee.", []),
        ("Mayor Lee met Judge Ray and Ray's friend Kim Lee.", []),
    ],
)
def test_a_name_made_of_two_is_found(text: str, mixed: list[str]) -> None:
    known = KnownNames(["Ann Lee met Judge Bo Ray KC in London. Mayor Lee came too."], "en-GB")
    assert [fact.value for fact in known.find_mixed(text)] == mixed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Guten Abend. Die Linie 4 wird länger.", []),
        ("Ein Drittel war dagegen.", []),
        ("Es kam die Chefin Ada Lang.", ["Ada", "Lang"]),
        ("Angela Merkel kam zur NATO.", ["Merkel", "NATO"]),
    ],
)
def test_german_nouns_are_no_names(text: str, names: list[str]) -> None:
    assert [fact.value for fact in find_names(text, "de")] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [("Firefighters came.", []), ("It was 20 degrees Celsius.", []), ("Smith came.", ["Smith"])],
)
def test_ordinary_words_with_a_capital_letter_are_no_names(text: str, names: list[str]) -> None:
    assert [fact.value for fact in find_names(text, "en-GB")] == names
