"""Changes to a true script that an editor must hear of, each a text and what is put in its place."""

from __future__ import annotations

__all__ = ["BRIDGE", "SAMPLE_CHANGES"]

SAMPLE_CHANGES: tuple[tuple[str, str], ...] = (
    # numbers
    ("and that was 1994", "and that was 1995"),
    ("In 2020, Mr Lukashenko", "In 2021, Mr Lukashenko"),
    ("the two armies are working", "the three armies are working"),
    ("the two armies have held", "the twelve armies have held"),
    ("Plenty of\n      politicians", "Some 40 per cent of\n      politicians"),
    ("drones in the air", "1,200 drones in the air"),
    ("a missile from", "fifteen missiles from"),
    ("most of Ukraine has", "two thirds of Ukraine has"),
    ("as those on Russia itself", "as those 300 on Russia itself"),
    # dates
    ("the 17th of February 2023", "the 18th of February 2023"),
    ("the 17th of February 2023", "the 17th of March 2023"),
    ("By May, the", "By June, the"),
    ("On Thursday he", "On Tuesday he"),
    ("On the 11th of January", "On the 12th of January"),
    ("On the 11th of January", "On the eleventh of July"),
    ("Last February, Mr", "Last April, Mr"),
    ("for Friday, the", "for Saturday, the"),
    ("On a visit to Zimbabwe last month", "On the 5th of January, on a visit to Zimbabwe"),
    # names
    ("Vladimir Putin and Alexander", "Dmitry Putin and Alexander"),
    ("Alexander Lukashenko has been", "Alexander Zelenskyy has been"),
    ("Alexander Lukashenko has been", "Viktor Lukashenko has been"),
    ("visit to Zimbabwe", "visit to Zambia"),
    ("British Ministry of Defence", "British Ministry of Finance"),
    ("The Pentagon, too", "The Bundeswehr, too"),
    ("reporting by ITV News", "reporting by Sky News"),
    ("Britain, the United States", "Canada, the United States"),
    ("In Minsk and in Moscow", "In Minsk and in Tbilisi"),
    ("Minsk protested, and Kyiv", "Vilnius protested, and Kyiv"),
    ("And Mr Putin, who", "And Mr Medvedev, who"),
    # quotations
    ("“drag on this way”", "“drag on that way”"),
    ("“drag on this way”", "“not drag on this way”"),
    ("we are always ready\n      to offer", "we are often ready\n      to offer"),
    ("we are always ready\n      to offer", "we are never ready\n      to offer"),
    ("we are always ready\n      to offer", "we are not always ready\n      to offer"),
    ("I am ready to fight", "I am not ready to fight"),
    ("in only one case", "in only two cases"),
    ("only one case", "one case"),
    ("kill\n      my people", "hurt\n      my people"),
    ("“unlikely to constitute", "“likely to constitute"),
    ("credible offensive\n      force", "credible defensive\n      force"),
    ("territory of Belarus to kill", "territory of Russia to kill"),
)
"""In scripts/belarus-briefing.yaml, which is true to its article."""


BRIDGE: tuple[tuple[str, str], ...] = (
    # numbers
    ("one of seven", "one of nine"),
    ("nineteen fifty-seven", "nineteen fifty-nine"),
    ("twelve thousand four hundred", "twelve thousand five hundred"),
    ("twelve thousand four hundred", "1,240"),
    ("The\n      repairs of 2009", "The\n      repairs of 2008"),
    ("3.2 million", "3.2 billion"),
    ("3.2 million", "2.3 million"),
    ("forty per cent", "fourteen per cent"),
    ("forty per cent", "4 %"),
    ("60 people", "600 people"),
    ("18 crossings", "80 crossings"),
    ("8,150 people", "8,510 people"),
    ("two thirds", "three quarters"),
    # dates
    ("On the fourteenth of March", "On the fourth of March"),
    ("On the fourteenth of March", "On the fourteenth of May"),
    ("the 15th of March", "the 16th of March"),
    ("Wednesday, the", "Sunday, the"),
    ("the 21st of March", "March 22"),
    ("in April and May", "in April and June"),
    ("in April and May", "in August and May"),
    # names
    ("Harrow Bridge", "Barrow Bridge"),
    ("In Millbrook a", "In Millfield a"),
    ("Margaret Osei is", "Martha Osei is"),
    ("Margaret Osei is", "Margaret Owusu is"),
    ("On Quay Street", "On King Street"),
    ("Tom Brandvold", "Tim Brandvold"),
    ("Tom Brandvold", "Tom Brandt"),
    ("Anna Katrin", "Anna Kathleen"),
    ("in Rotterdam", "in Hamburg"),
    ("Priya Raman has", "Priya Patel has"),
    ("Daniel Voss, the", "David Voss, the"),
    # quotations
    ("We will not open", "We will open"),
    ("We will not open", "We shall not open"),
    ("every bolt has been checked", "every bolt has not been checked"),
    ("every bolt has", "every beam has"),
    ("The ice did the damage", "The ice did no damage"),
    ("the barge did the rest", "the captain did the rest"),
    ("My ovens are full", "My ovens are not full"),
    ("my shop is empty", "my shop is never empty"),
    ("“a costly distraction”", "“a useful distraction”"),
    ("“a costly distraction”", "“not a costly distraction”"),
)
"""In tests/against/bridge.yaml, which is true to bridge.txt beside it."""
