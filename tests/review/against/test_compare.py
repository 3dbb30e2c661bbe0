"""What is not in the article is found, with its place; what is in it is not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from audiobrief.findings import Finding
from audiobrief.review.against.article import read_article_text
from audiobrief.review.against.compare import compare
from audiobrief.script.loader import load_script
from builders import ARTICLE, ROOT, SAMPLE, TONE_VOICES, audiobrief, write_script

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("planted_facts", HERE / "planted.py")
assert spec is not None
assert spec.loader is not None
planted = importlib.util.module_from_spec(spec)
sys.modules["planted_facts"] = planted
spec.loader.exec_module(planted)
needs_the_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the sample's article is not beside the repository")


def found(path: Path, article: Path) -> list[Finding]:
    return list(compare(load_script(path), read_article_text(article)))


def changed(original: Path, folder: Path, old: str, new: str) -> tuple[Path, int]:
    """Write a script with one change, and give the line on which that stands."""
    text = original.read_text("utf-8")
    assert text.count(old) >= 1, f"there is no {old!r}"
    path = folder / original.name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path, text[: text.index(old)].count("\n") + 1


def test_there_are_forty_changes_of_each_kind() -> None:
    assert len(planted.BRIDGE) >= 40
    assert len(planted.SAMPLE_CHANGES) >= 40


def test_a_true_script_raises_no_alarm() -> None:
    assert found(HERE / "bridge.yaml", HERE / "bridge.txt") == []


@pytest.mark.parametrize(("old", "new"), planted.BRIDGE)
def test_each_change_of_a_true_script_is_found_in_its_place(old: str, new: str, tmp_path: Path) -> None:
    path, line = changed(HERE / "bridge.yaml", tmp_path, old, new)
    (finding,) = found(path, HERE / "bridge.txt")
    assert line - 1 <= (finding.place.line or 0) <= line + 1  # a quotation's place is where it starts
    assert finding.details["passage"]


@needs_the_article
def test_the_sample_raises_no_alarm() -> None:
    assert found(SAMPLE, ARTICLE) == []


@needs_the_article
@pytest.mark.parametrize(("old", "new"), planted.SAMPLE_CHANGES)
def test_each_change_of_the_sample_is_found(old: str, new: str, tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "audio_assets").symlink_to(ROOT / "audio_assets")
    text = SAMPLE.read_text("utf-8").replace("show: show.yaml\n", "").replace("    bed: theme\n", "")
    for line in ("    sound: sting\n", "    bed: bed\n"):
        text = text.replace(line, "")
    path = tmp_path / "scripts" / SAMPLE.name
    assert old in text
    path.write_text(text.replace(old, new, 1).replace("title:", "title: The Briefing,", 1), "utf-8")
    assert len(found(path, ARTICLE)) == 1


def one(folder: Path, said: str, article: str, language: str = "en-GB", day: str = "") -> list[str]:
    """Compare one paragraph with an article, and return the messages; the day is the script's."""
    (folder / "article.md").write_text(article, "utf-8")
    date = f"date: {day}\n" if day else ""
    body = f"language: {language}\n{date}{TONE_VOICES}segments:\n  - narration: |\n      {said}\n"
    return [finding.message for finding in found(write_script(folder, body), folder / "article.md")]


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("Some twelve hundred came.", "Some 1,200 came."),
        ("Some 1.2 thousand came.", "Some 1,200 came."),
        ("It costs two and a half million.", "It costs 2.5m."),
        ("It costs half a million.", "It costs 500,000."),
        ("It fell by 42 per cent.", "It fell by forty-two percent."),
        ("That was in nineteen ninety-four.", "That was in 1994."),
        ("They met on the 3rd of May.", "They met on May 3, 2021."),
        ("They met on 3 May 2021.", "They met on 2021-05-03."),
        ("They met on the third of May.", "They met on 3 May."),
        ("The Belarusians voted with Ukraine.", "Belarus voted, and so did the Ukrainians."),
        ("The European Union agreed.", "The EU agreed."),
        ("The UN agreed.", "The United Nations agreed."),
        ("He said: “It’s … over now.”", 'He said: "It\'s all but over now."'),
        ("The so-called “elite” left.", "The elite left."),
        ("One of them came first, and may come again.", "He came."),
    ],
)
def test_what_is_written_otherwise_is_the_same(said: str, article: str, tmp_path: Path) -> None:
    assert one(tmp_path, said, article) == []


@pytest.mark.parametrize(
    ("language", "said", "article", "missing"),
    [
        ("de", "Es kamen zwölfhundert.", "Es kamen 1.200 Menschen.", []),
        ("de", "Es kamen dreiundzwanzig.", "Es kamen 24 Menschen.", ["number 'dreiundzwanzig'"]),
        ("de", "Am 3. Mai traf er Angela Merkel.", "Angela Merkel am 4. Mai.", ["date '3. Mai'"]),
        ("fr", "Il y a quatre-vingt-dix blessés.", "On compte 90 blessés.", []),
        ("fr", "Il y a 50 pour cent.", "On compte 50 %.", []),
        ("fr", "Trois virgule cinq millions.", "On compte 3,5 millions.", []),
        ("uk", "Їх 3,5 мільйона.", "Їх 3,5 млн.", []),
        ("es", "Son tres coma cinco millones.", "Son 3,5 millones.", []),
        ("fr", "Il y a deux millions de voix.", "On compte 2,5 millions de voix.", ["number 'deux millions'"]),
        ("es", "Son veintidós.", "Son 22.", []),
        ("es", "Son veintidós mil.", "Son 22.", ["number 'veintidós mil'"]),
        ("uk", "Їх двадцять.", "Їх 20.", []),
        ("uk", "Лукашенко говорив з Путіним.", "Лукашенком і Путін.", []),
        ("uk", "Говорив Лукашенко з Байденом.", "Лукашенком і Путін.", ["name 'Байденом'"]),
    ],
)
def test_other_languages_have_their_numbers(
    language: str, said: str, article: str, missing: list[str], tmp_path: Path
) -> None:
    assert one(tmp_path, said, article, language) == [f"the article does not have the {each}" for each in missing]


@pytest.mark.parametrize(
    ("language", "said", "article"),
    [
        ("en-GB", "Some 4 thousand 3 hundred and 21 came.", "Some 4,321 came."),
        ("en-GB", "It has three quarters of a million members.", "It has 750,000 members."),
        ("en-GB", "A third of a million came.", "Some 333,333 came, a third of a million."),
        ("en-GB", "Some nine hundred and five tents stood.", "Some 905 tents stood."),
        ("en-GB", "It was the hundredth time.", "It was the 100th time."),
        ("en-GB", "The American army came.", "The U.S. army came."),
        ("en-GB", "Mr Mueller was in Zurich.", "Mr Müller was in Zürich."),
        ("de", "Am siebten April kam er.", "Am 7. April kam er."),
        ("de", "Am 3. Oktober kam er.", "Am 3.10. kam er."),
        ("fr", "Il y a quatre-vingt-quinze mille voix.", "On compte 95 000 voix."),
        ("fr", "Il y a quatre-vingt mille cinq cents voix.", "On compte 80 500 voix."),
        ("fr", "Il y a trois cent mille voix.", "On compte 300 000 voix."),
        ("fr", "Il y a vingt et une maisons.", "On compte 21 maisons."),
        ("es", "Hay treinta y una casas.", "Hay 31 casas."),
        ("es", "Hay veintiún días y doscientas casas.", "Hay 21 días y 200 casas."),
        ("uk", "Прийшов мільйон.", "Прийшов 1 000 000."),
        ("uk", "Є двадцять одна особа.", "Є 21 особа."),
        ("uk", "Є тридцять одна книга і сорок дві шафи.", "Є 31 книга і 42 шафи."),
    ],
)
def test_other_forms_of_a_number_or_name_are_the_same(language: str, said: str, article: str, tmp_path: Path) -> None:
    assert one(tmp_path, said, article, language) == []


@pytest.mark.parametrize(
    ("language", "said", "article", "missing"),
    [
        ("en-GB", "Growth was minus 0.3%.", "Growth was 0.3%.", ["minus 0.3%"]),
        ("en-GB", "It was 5C at night.", "It was -5C at night.", ["5C"]),
        ("en-GB", "It was minus five degrees.", "It was -5°C.", []),
        ("en-GB", "It was five degrees below zero.", "It was -5°C.", []),
        ("en-GB", "It was -0.3%.", "The economy shrank by 0.3%.", []),
        ("en-GB", "The economy fell by 0.3%.", "Growth was -0.3%.", []),
        ("en-GB", "It fell to 5C at night.", "It fell to -5C at night.", ["5C"]),
        ("en-GB", "A profit of 5 million.", "A result of -£5m, or minus 5 million.", ["5 million"]),
        ("en-GB", "Between 5 and 10 came, aged 3-5.", "Between 5 - 10 came, aged 3-5.", []),
        ("de", "Es waren minus 5 Grad.", "Es waren 5 Grad.", ["minus 5"]),
        ("fr", "Il faisait moins 5 degrés.", "Il faisait -5 °C.", []),
        ("en-GB", "There were thirty-six.", "There were thirty and six.", ["thirty-six"]),
    ],
)
def test_the_sign_of_a_number_counts(
    language: str, said: str, article: str, missing: list[str], tmp_path: Path
) -> None:
    assert one(tmp_path, said, article, language) == [
        f"the article does not have the number '{each}'" for each in missing
    ]


def test_several_articles_bear_a_script_out(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text("Ann Lee closed the harbour of Millbrook on 3 May.\n")
    (tmp_path / "storm.md").write_text("The storm took 40 roofs in Holm.\n")
    said = "Ann Lee closed the harbour on 3 May. The storm took 40 roofs in Holm. It took 50 trees."
    write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: {said}\n")
    run = audiobrief("check", "episode.yaml", "--against", "harbour.txt", "storm.md", "-v", cwd=tmp_path)
    assert run.status == 0
    lines = [line.partition(" (")[0] for line in run.out.splitlines() if line.startswith("episode.yaml:7")]
    assert lines == [
        "episode.yaml:7:16: note: the facts of this sentence are in harbour.txt",
        "episode.yaml:7:53: note: the facts of this sentence are in storm.md",
        "episode.yaml:7:94: warning: the article does not have the number '50'",
    ]


def test_the_nearest_passage_is_shown(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("The mayor spoke. The bridge cost 3 million. Rain fell.\n")
    write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: |\n      It rained. The bridge cost 4 million.\n")
    run = audiobrief("check", "episode.yaml", "--against", "article.txt", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    advice = "compare it with the passage, and correct it"
    assert run.out.splitlines()[-2:] == [
        f"episode.yaml:8:34: warning: the article does not have the number '4 million' ({advice})",
        "    the article: “The bridge cost 3 million.”",
    ]


@pytest.mark.parametrize(
    ("article", "true", "wrong"),
    [
        ("The fund has £82m to £88m.", "It has 82 to 88 million pounds.", "It has [28] to 88 million pounds."),
        ("Debt rose from £690m to £735m.", "From 690 to 735 million.", "From [609] to 735 million."),
        ("It costs $3bn to $5bn.", "It costs between 3 and 5 billion.", "It costs between [2] and 5 billion."),
        ("It fell by 20 to 30mm.", "It fell by two to three centimetres.", "It fell by [four] to three centimetres."),
        ("The firm is worth £1.2bn.", "It is worth one point two billion.", "It is worth [one point three billion]."),
        ("The rate is 3.5%.", "It is three point five percent.", "It is [three point six] percent."),
        ("33% left.", "A third left.", "A [fifth] left."),
        ("67% left.", "Two thirds left.", "[Three quarters] left."),
        ("Two thirds left.", "66 per cent left.", "[60] per cent left."),
        ("75% left.", "Three quarters left.", "[Two thirds] left."),
        ("A quarter left.", "25% left.", "[30]% left."),
        ("Half of them left.", "50% left.", "[15]% left."),
        ("20% left.", "One in five left.", "[One in four] left."),
        ("20% left.", "A fifth left.", "A [sixth] left."),
        ("10% left.", "A tenth left.", "A [ninth] left."),
        ("There were 31,204 people.", "Some 31,000 people were there.", "Some [41,000] people were there."),
        ("There were 31,204 people.", "More than 31,000 people.", "More than [32,000] people."),
        ("There were 1,987 people.", "Almost two thousand people.", "Almost [three thousand] people."),
        ("They made 612 rescues.", "They made over six hundred.", "They made under [six hundred]."),
        ("They made 612 rescues.", "They made about 600.", "They made [600]."),
        ("At 18:30 it began.", "At half past six it began.", "At [half past seven] it began."),
        ("At 18:30 it began.", "At 6.30pm it began.", "At [6.30am] it began."),
        ("At 04:15 it began.", "A quarter past four it was.", "A [quarter to four] it was."),
        ("At 6.30pm it began.", "At half six it began.", "At [half seven] it began."),
        ("It lasts until midnight.", "It lasts until twelve.", "It lasts until [eleven]."),
        ("It began at noon.", "At 12 o'clock it began.", "At [11 o'clock] it began."),
        ("It costs 450p.", "It costs £4.50.", "It costs [£5.40]."),
        ("It costs £3.99.", "Three pounds ninety-nine it is.", "[Three pounds eighty-nine] it is."),
        ("It is at $1.27.", "It is at one dollar 27.", "It is at [one dollar 37]."),
        ("A 2½ hour talk.", "A talk of two and a half hours.", "A talk of [three and a half] hours."),
        ("In 1905 it began.", "In nineteen oh five it began.", "In [nineteen oh six] it began."),
        ("Article VII says so.", "The seventh article says so.", "The [eighth] article says so."),
        ("King Henry VIII ruled.", "Henry the Eighth ruled.", "Henry the [Seventh] ruled."),
        ("Since World War II.", "Since World War Two.", "Since World War [Three]."),
        ("The season of 2023/24 is over.", "Those of 2023 and 2024.", "Those of 2023 and [2022]."),
        ("The season of 2023-24 is over.", "Those of 2023 and 2024.", "Those of 2023 and [2025]."),
        ("It cost 1.25m.", "It cost one and a quarter million.", "It cost [one and three quarter million]."),
        ("In the 1920s.", "In the nineteen twenties.", "In the [nineteen thirties]."),
        (
            "There are 1,234,567.",
            "One million, two hundred and thirty-four thousand, five hundred and sixty-seven.",
            "[One million, two hundred and thirty-five thousand, five hundred and sixty-seven].",
        ),
        ("It takes 3 hours and 20 minutes.", "It takes 200 minutes.", "It takes [3 hours and 30] minutes."),
        ("There were 12 of them.", "Twelve were there.", "[Thirteen] were there."),
    ],
)
def test_a_number_told_otherwise_is_the_same_and_a_wrong_one_is_not(
    article: str, true: str, wrong: str, tmp_path: Path
) -> None:
    assert one(tmp_path, true, article) == []
    words = wrong[wrong.index("[") + 1 : wrong.index("]")]
    plain = wrong.replace("[", "").replace("]", "")
    assert one(tmp_path, plain, article) == [f"the article does not have the number '{words}'"]


@pytest.mark.parametrize(
    ("article", "true", "wrong"),
    [
        ("It is six metres long.", "It is 6 m long.", "It is 6 kilometres long."),
        ("It blew at 85km/h.", "It blew at 85 kilometres an hour.", "It blew at 85 miles an hour."),
        # The parts of a time of the day count nothing.
        ("At 19:45 they won 21:15.", "They won by twenty-one to fifteen.", "They won after 45 minutes."),
        ("At 19:45, 7 percent came.", "Seven percent came.", "Seven percentage points came."),
        ("Some 118mm of rain fell.", "118 millimetres fell.", "118 centimetres fell."),
        ("They spent $5m.", "They spent $5 million.", "They spent €5 million."),
        ("They spent $5m.", "They spent five million dollars.", "They spent 5 million euros."),
        ("It cost £1.2bn.", "It cost 1.2 billion GBP.", "It cost 1.2 billion dollars."),
        ("Down 2.3 percentage points.", "It went down by 2.3 points.", "It went down by 2.3 percent."),
        ("Down 5.6%.", "It went down by 5.6 per cent.", "It went down by 5.6 percentage points."),
        ("It has 400°C.", "It has 400 degrees Celsius.", "It has 400 degrees Fahrenheit."),
        ("It has 78 more hours.", "It has 78 hours, more than three days.", "It has 78 more days."),
        ("It took nine hours.", "It took 9 hours.", "It took nine days."),
        ("It takes four months.", "It takes 4 months.", "It takes four weeks."),
        ("It takes 28 days.", "It takes four weeks.", "It takes 28 weeks."),
        ("It weighs 1,500kg.", "It weighs 1.5 tonnes.", "It weighs 1.5 kilograms."),
        ("It took 90 minutes.", "It took 1.5 hours.", "It took 90 hours."),
        ("It took 2 hours and 48 minutes.", "It took almost three hours.", "It took almost three minutes."),
    ],
)
def test_units_are_compared_where_both_have_one(article: str, true: str, wrong: str, tmp_path: Path) -> None:
    assert one(tmp_path, true, article) == []
    assert len(one(tmp_path, wrong, article)) == 1


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("It is six metres long, and six came.", "It is six kilometres long."),
        ("Six metres, and six kilometres.", "It is six kilometres long."),
        ("It took six hours.", "It is six kilometres long."),
        ("It fell by 5 to 6 points.", "It fell by 5 percent."),
    ],
)
def test_units_are_no_evidence_where_the_article_may_mean_another(article: str, said: str, tmp_path: Path) -> None:
    assert one(tmp_path, said, article) == []


@pytest.mark.parametrize(
    ("article", "true", "wrong"),
    [
        ("Von 148 auf 214 Millionen Euro.", "148 Millionen waren es.", "[149 Millionen] waren es."),
        ("Es sind 22.000 Gäste.", "Es sind zweiundzwanzigtausend.", "Es sind [zweiunddreißigtausend]."),
        ("Es sind 6.500 Gäste.", "Es sind sechseinhalbtausend.", "Es sind [siebeneinhalbtausend]."),
        ("Es war 1989.", "Es war neunzehnhundertneunundachtzig.", "Es war [neunzehnhundertachtundachtzig]."),
        ("75 Prozent kamen.", "Drei Viertel kamen.", "[Zwei Drittel] kamen."),
        ("Es sind 1.004 Gäste.", "Es sind rund tausend.", "Es sind rund [zweitausend]."),
        ("Um 18.30 Uhr war es.", "Um halb sieben war es.", "Um [halb acht] war es."),
        ("Um 18.30 Uhr war es.", "Um 18 Uhr 30 war es.", "Um [18 Uhr 20] war es."),
        ("Es sind 58 Prozent.", "58 Prozent sind es.", "[58 Prozentpunkte] sind es."),
        ("Es sind 8,6 Kilometer.", "Fast neun Kilometer sind es.", "[8,6 Meter] sind es."),
    ],
)
def test_german_numbers_are_the_same_otherwise_told(article: str, true: str, wrong: str, tmp_path: Path) -> None:
    assert one(tmp_path, true, article, "de") == []
    words = wrong[wrong.index("[") + 1 : wrong.index("]")]
    plain = wrong.replace("[", "").replace("]", "")
    assert one(tmp_path, plain, article, "de") == [f"the article does not have the number '{words}'"]


@pytest.mark.parametrize(
    ("article", "true", "wrong"),
    [
        ("The vote is on 14 October 2023.", "The vote is on Saturday.", "The vote is on [Sunday]."),
        ("The vote is on 14 October.", "The vote is on Saturday.", "The vote is on [Friday]."),
        ("Mon 9 Oct: it is over.", "On Monday it was over.", "On [Tuesday] it was over."),
        ("The vote is on Friday.", "The vote is on 13 October.", "The vote is on [14 October]."),
        ("The vote is on Friday.", "It is on Friday the 13th.", "It is on [Saturday the 14th]."),
        ("Tomorrow they vote.", "They vote on Friday.", "They vote on [Saturday]."),
        ("Yesterday it was.", "It was on 11 October.", "It was on [10 October]."),
        ("It lasts from 14-16 October.", "It starts on October 14.", "It starts on [October 15]."),
        (
            "On 14 and 15 October.",
            "The fourteenth and fifteenth of October.",
            "The [thirteenth] and fifteenth of October.",
        ),
        ("It ends on 14/11/23.", "It ends on the fourteenth of November.", "It ends on the [fourth of November]."),
        ("It ends on 14/11/23.", "It ends on 14 November 2023.", "It ends on [14 November 2022]."),
        ("On 11 September 2001.", "On September the eleventh, 2001.", "On September the eleventh, [2002]."),
        ("It was Tuesday 10 October.", "On Tuesday, the tenth of October.", "On [Friday, the tenth of October]."),
        ("It was on 10 October.", "It was on Tuesday 10 October.", "It was on [Friday 10 October]."),
        ("It was on 10 October.", "It was on Tuesday, the tenth.", "It was on [Friday, the tenth]."),
        ("It was on 10 October.", "It was on 10 October 2023.", "It was on [10 October 2017]."),
        ("It was last October.", "It was in October 2022.", "It was in [October 2016]."),
        ("In 2017 it was, on 10 October.", "It was on 10 October 2017.", "It was on [10 October 2016]."),
    ],
)
def test_a_date_that_follows_is_known_and_a_wrong_one_is_not(
    article: str, true: str, wrong: str, tmp_path: Path
) -> None:
    assert one(tmp_path, true, article, day="2023-10-12") == []
    words = wrong[wrong.index("[") + 1 : wrong.index("]")]
    plain = wrong.replace("[", "").replace("]", "")
    kind = "number" if words.isdigit() else "date"
    assert one(tmp_path, plain, article, day="2023-10-12") == [f"the article does not have the {kind} '{words}'"]


@pytest.mark.parametrize(
    ("article", "true", "wrong"),
    [
        ("Am 3. Mai begann es.", "Am dritten Mai begann es.", "Am [vierten Mai] begann es."),
        ("Am 1. Oktober 2028.", "Am ersten Oktober 2028.", "Am [zweiten Oktober 2028]."),
        ("Am Dienstag, dem 19. März.", "Dienstag, der neunzehnte März.", "[Freitag, der neunzehnte März]."),
        ("Am Montagabend kam er.", "Am Montag kam er.", "Am [Mittwoch] kam er."),
        ("Vom 14. bis 16. Oktober.", "Am vierzehnten Oktober.", "Am [fünfzehnten Oktober]."),
    ],
)
def test_german_dates_are_the_same_otherwise_told(article: str, true: str, wrong: str, tmp_path: Path) -> None:
    assert one(tmp_path, true, article, "de", "2024-03-14") == []
    words = wrong[wrong.index("[") + 1 : wrong.index("]")]
    plain = wrong.replace("[", "").replace("]", "")
    assert one(tmp_path, plain, article, "de", "2024-03-14") == [f"the article does not have the date '{words}'"]


def test_a_year_is_taken_where_nothing_says_another(tmp_path: Path) -> None:
    assert one(tmp_path, "It was on 10 October 2017.", "It was on 10 October.") == []


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("It began on Saturday.", "On Saturday, the second half began."),
        ("It began on Saturday with 13 and 14.", "On Saturday, 13, perhaps 14 came."),
    ],
)
def test_a_number_behind_a_weekday_need_not_be_its_day(article: str, said: str, tmp_path: Path) -> None:
    assert one(tmp_path, said, article, day="2023-10-12") == []
