"""Where sentences end, and where what is too long for one call is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.language.sentences import LONGEST, LONGEST_WORD, split_long, split_sentences

WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=70)
PROSE = st.lists(
    st.one_of(st.sampled_from(["Mr.", "No.", "3.", "e.g.", "end.", "so,", "why?", "“Go!”", "it", "U.S."]), WORDS),
    max_size=60,
).map(" ".join)


def pieces(text: str, bounds: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in bounds]


def unspaced(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        # `|` stands where a sentence ends.
        ("en", "Mr Lukashenko met Mr. Putin.|He left."),
        ("en", "Mrs. Smith spoke."),
        ("en", "Dr. Jones and Prof. Lee agreed.|Nobody else did."),
        ("en", "The U.S. sent aid.|It was late."),
        ("en", "The U.K. Government replied."),
        ("en", "J. K. Rowling wrote it.|It sold."),
        ("en", "George W. Bush was president."),
        ("en", "It cost $4.2bn.|It rose."),
        ("en", "Inflation was 3.5 per cent.|Wages fell."),
        ("en", "See No. 10 for details."),
        ("en", "No. 10 did not reply.|Nobody was there."),
        ("en", "Vol. 3 came out."),
        ("en", "Vol. 3 is out, and No. 4 follows."),
        ("en", "He lives at No. 10 Downing Street.|She does not."),
        ("en", '"I am ready," he said.|"Are you?"'),
        ("en", 'He said: "I am ready."|Then he left.'),
        ("en", "“We won’t go.”|She meant it."),
        ("en", "“Stop!” he cried.|Nobody did."),
        ("en", "“Why?” she asked."),
        ("en", "Wait... what?"),
        ("en", "He waited...|Then he left."),
        ("en", "Well… no."),
        ("en", "It was 5 p.m. on Friday."),
        ("en", "At 5 p.m. the doors shut."),
        ("en", "On Jan. 5 it rained."),
        ("en", "On the 11th of January it snowed.|It melted."),
        ("en", "In 2020.|In 2021."),
        ("en", "What?!|No!"),
        ("en", "Really?|Yes."),
        ("en", "It is (I think) so.|Right."),
        ("en", "The firm, Acme Inc., fell.|It rose."),
        ("en", "Acme Inc. fell."),
        ("en", "Acme Corp. rose.|Its shares too."),
        ("en", "St. Petersburg is cold."),
        ("en", "He came from St. Louis."),
        ("en", "Gen. Smith spoke.|Then Col. Lee."),
        ("en", "Sen. Warren and Rep. Lee met."),
        ("en", "e.g. this one."),
        ("en", "It is large, e.g. a house."),
        ("en", "It is so, i.e. it holds."),
        ("en", "Fig. 2 shows it."),
        ("en", "See pp. 3-5."),
        ("en", "p. 4 says so."),
        ("en", "Smith et al. found it.|We did too."),
        ("en", "Elizabeth II. was queen."),
        ("en", "World War II ended.|Peace came."),
        ("en", "It was World War II.|Peace came."),
        ("en", "Go to www.example.org now.|Read it."),
        ("en", "Use Node.js here.|It works."),
        ("en", "Version 2.0 is out.|Use it."),
        ("en", "The ratio was 1.5:2.0."),
        ("en", "Is it 10 a.m.?|Yes."),
        ("en", "Hello"),
        ("en", "Hello."),
        ("en", "Hello!|Hello?"),
        ("en", "Yes.|No.|Maybe."),
        ("en", "Mt. Everest is high.|Very high."),
        ("en", "Ph.D. students came."),
        ("en", "He has a Ph.D.|She does not."),
        ("en", "Lt. Gen. Mark Hertling spoke."),
        ("en", "Approx. 30 people came."),
        ("en", "ca. 1900 it began."),
        ("en", "Sec. 3 applies."),
        ("en", "Art. 5 was named.|It holds."),
        ("en", "Ch. 2 begins."),
        ("en", "Nos. 1 and 2 won."),
        ("en", "U.S. President Biden spoke.|He left."),
        ("en", "Washington D.C. is hot.|It is damp."),
        ("en", "He said ‘no.’|She left."),
        ("en", "I came, saw.|I won."),
        ("en", "Mr. T. came."),
        ("en", "Ltd. companies fell."),
        ("en", "He won 3.|She won 4."),
        ("en", "She scored 100.|They lost."),
        ("en", "vs. Arsenal"),
        ("en", "Arsenal vs. Chelsea was on.|It rained."),
        ("en", "It is 10.|It was 20 May."),
        ("en", "The first six move in May.|Dockers wait.|On 12 May.|Trains stop."),
        ("en", "He met Mrs May. Lee left."),
        ("en", "Mr. Lee met Ms. Doe.|Cllr. Patel left."),
        ("en", "Pte. Lee and Amb. Poe met."),
        ("en", "Call tel. 999 now, or ext. 12."),
        ("en", "The W.H.O. Director spoke.|He left."),
        ("en", "Det. Insp. Lee and Maj. Gen. Poe met Gov. Newsom."),
        ("de", "Am 3. Oktober 1990 war es so.|Es regnete."),
        ("de", "Dr. Müller kam.|Er ging."),
        ("de", "Das kostet 4,50 Euro, z. B. hier.|Gut."),
        ("de", "z. B. so."),
        ("de", "Das ist z.B. gut.|Ja."),
        ("de", "Ludwig XIV. regierte lange.|Dann starb er."),
        ("de", "Kap. 3 folgt."),
        ("de", "Nr. 5 lebt.|Ja."),
        ("de", "Abs. 2 gilt.|Art. 3 auch."),
        ("de", "Am 24. Februar 2022 begann es."),
        ("de", "d. h. morgen"),
        ("de", "usw. und so fort"),
        ("de", "„Nein.“|Er ging."),
        ("de", "Bd. 4 fehlt."),
        ("de", "Am 17. ging er.|Sie blieb."),
        ("de", "Es waren ca. 30 Leute.|Alle gingen."),
        ("de", "Karl V. war Kaiser."),
        ("fr", "M. Dupont est venu.|Il est parti."),
        ("fr", "Mme Dupont est là.|Elle rit."),
        ("fr", "Il dit : « Non. »|Puis il part."),
        ("fr", "C’est 3,5 %.|Bien."),
        ("fr", "Art. 5 du code."),
        ("fr", "Où est-il ?|Ici !"),
        ("fr", "Qui ? demande-t-il."),
        ("fr", "av. J.-C."),
        ("fr", "Mlle. Durand chante."),
        ("fr", "Dr. Blanc est là.|Oui."),
        ("uk", "Привіт.|Як справи?"),
        ("es", "¿Qué?|¡No!"),
        ("xx", "One.|Two."),
        ("en-GB", "One.|Two."),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str) -> None:
    text = marked.replace("|", " ")
    assert "|".join(pieces(text, split_sentences(text, language))) == marked


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("zh", "你好。再见。", ["你好。", "再见。"]),
        ("ja", "はい。いいえ。", ["はい。", "いいえ。"]),
        ("en", "", []),
        ("en", "   ", []),
        ("en", " One.  Two. ", ["One.", "Two."]),
        ("en", "One. - Two.", ["One.", "- Two."]),
    ],
)
def test_spaces_belong_to_no_sentence(language: str, text: str, sentences: list[str]) -> None:
    assert pieces(text, split_sentences(text, language)) == sentences


@given(st.one_of(st.text(max_size=200), PROSE), st.sampled_from(["en", "de", "fr", "uk", "tlh"]))
def test_sentences_hold_everything_but_spaces_in_order(text: str, language: str) -> None:
    bounds = split_sentences(text, language)
    assert unspaced("".join(pieces(text, bounds))) == unspaced(text)
    assert [place for each in bounds for place in each] == sorted(place for each in bounds for place in each)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in bounds)


class TestSplitLong:
    @given(st.one_of(st.text(max_size=300), PROSE), st.integers(1, 100))
    def test_no_stretch_is_longer_than_the_limit(self, text: str, longest: int) -> None:
        assert all(0 < end - start <= longest for start, end in split_long(text, longest))

    @given(st.one_of(st.text(max_size=300), PROSE), st.integers(1, 100))
    def test_stretches_hold_everything_but_spaces_in_order(self, text: str, longest: int) -> None:
        bounds = split_long(text, longest)
        assert unspaced("".join(pieces(text, bounds))) == unspaced(text)
        assert [place for each in bounds for place in each] == sorted(place for each in bounds for place in each)

    @given(PROSE)
    def test_a_word_is_cut_only_if_the_engine_cannot_say_it(self, text: str) -> None:
        words = text.split()
        said = [word for piece in pieces(text, split_long(text, LONGEST)) for word in piece.split()]
        assert all(len(word) <= LONGEST_WORD for word in said if "://" not in word)
        # Digits are cut by their own rule.
        short = [word for word in words if len(word) <= 15]
        assert [word for word in said if word in short] == [word for word in said if word in set(short)]
        if all(len(word) <= 15 for word in words):
            assert said == words

    def test_what_fits_is_not_cut(self) -> None:
        text = ("word " * 96).strip()
        assert len(text) == 479
        assert split_long(text) == ((0, 479),)

    def test_it_is_cut_behind_the_last_clause_that_fits(self) -> None:
        assert pieces("one two, three four, five six", split_long("one two, three four, five six", 24)) == [
            "one two, three four,",
            "five six",
        ]

    @pytest.mark.parametrize(
        ("text", "longest", "stretches"),
        [
            ("alpha beta gamma delta", 12, ["alpha beta", "gamma delta"]),
            ("alpha; beta gamma", 13, ["alpha;", "beta gamma"]),
            ("alpha – beta gamma", 12, ["alpha –", "beta gamma"]),
            # A clause that ends in the first third leaves too little: a space is better.
            ("a, bbb ccc ddd eee", 12, ["a, bbb ccc", "ddd eee"]),
            ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ],
    )
    def test_else_at_a_space_else_anywhere(self, text: str, longest: int, stretches: list[str]) -> None:
        assert pieces(text, split_long(text, longest)) == stretches

    def test_a_word_of_46_letters_is_cut_and_one_of_45_is_not(self) -> None:
        assert pieces("a" * 45, split_long("a" * 45)) == ["a" * 45]
        assert pieces("a" * 46, split_long("a" * 46)) == ["a" * 45, "a"]
        assert pieces("x " + "a" * 100, split_long("x " + "a" * 100)) == ["x " + "a" * 45, "a" * 45, "a" * 10]

    def test_a_long_compound_is_cut_behind_a_hyphen(self) -> None:
        text = "Donaudampfschifffahrtsgesellschaft-Kapitäns-Mütze"
        assert pieces(text, split_long(text)) == ["Donaudampfschifffahrtsgesellschaft-Kapitäns-", "Mütze"]

    def test_a_long_address_is_cut_behind_its_signs(self) -> None:
        text = "See https://example.org/" + "a" * 60 + " now"
        stretches = ["See https://example.org/", "a" * 45, "a" * 15 + " now"]
        assert pieces(text, split_long(text)) == stretches

    def test_a_run_of_more_than_15_digits_is_cut_into_fifteens(self) -> None:
        assert pieces("1" * 15, split_long("1" * 15)) == ["1" * 15]
        assert pieces("No " + "1" * 40 + "!", split_long("No " + "1" * 40 + "!")) == [
            "No " + "1" * 15,
            "1" * 15,
            "1" * 10 + "!",
        ]
