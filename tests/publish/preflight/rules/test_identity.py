"""An episode that is out keeps its id, its name and its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from audiobrief.publish.models import Channel, Enclosure, Item
from audiobrief.publish.preflight.rules.identity import episode_identity_rules, moved_feed_rules, podcast_identity_rules
from audiobrief.publish.preflight.site_facts import PublishedEpisode
from audiobrief.publish.site.records import Record
from publish.preflight.rules.lines import lines, manifest

EVERYBODY = "[Apple, Spotify, PSP-1]"
ITEM = Item(
    guid="7f0e",
    slug="bridge",
    title="The bridge",
    published=datetime(2024, 5, 1, tzinfo=UTC),
    summary="What was mended.",
    language="en-GB",
    duration=60.0,
    enclosure=Enclosure("media/bridge-aaaaaaaa.mp3", 3, "audio/mpeg"),
    disclosure="Spoken by synthetic voices.",
    number=3,
)
RECORD = Record("7f0e", "bridge", "2024-05-01", ITEM, {"media/bridge-aaaaaaaa.mp3": "a" * 64})
OUT = PublishedEpisode(RECORD, feed_guid="7f0e")


def found(published: PublishedEpisode, *, correcting: bool = False, **said: Any) -> list[str]:
    return lines(episode_identity_rules(manifest(**said), published, correcting=correcting))


@pytest.mark.parametrize(
    "published",
    [
        PublishedEpisode(),
        OUT,
        PublishedEpisode(replace(RECORD, item=None)),
        PublishedEpisode(numbers={(None, 3): "bridge", (1, 3): "other", (None, 4): "other"}),
    ],
)
def test_what_is_new_or_the_same_is_let_pass(published: PublishedEpisode) -> None:
    assert found(published) == []


def test_a_correction_is_let_pass() -> None:
    out = replace(OUT, record=replace(RECORD, files={"media/bridge-aaaaaaaa.mp3": "b" * 64}))
    assert found(out, correcting=True) == []


@pytest.mark.parametrize(
    ("published", "said", "expected"),
    [
        (
            replace(OUT, feed_guid="0bad"),
            {},
            (
                "slug: error: the guid is '0bad' in the feed, and '7f0e' in what the site remembers (bring back the "
                "feed "
                f"as it was; a guid never changes) {EVERYBODY}"
            ),
        ),
        (
            PublishedEpisode(feed_guid="0bad"),
            {},
            (
                "slug: error: the feed has this episode with the guid '0bad', which the site does not remember "
                "(bring back "
                f"the folder state of the site, or choose another slug:; apps would show it twice) {EVERYBODY}"
            ),
        ),
        (
            PublishedEpisode(numbers={(None, 3): "river"}),
            {},
            "number: warning: 'river' is number 3, too (give each a number of its own) [Apple]",
        ),
        (
            PublishedEpisode(numbers={(2, 3): "river"}),
            {"season": 2},
            "number: warning: 'river' is number 3 of season 2, too (give each a number of its own) [Apple]",
        ),
        (
            OUT,
            {"number": 4},
            (
                "slug: error: another episode is out as 'bridge': 'The bridge' (give this one a slug: of its own; if "
                "it is "
                f"the same episode, say what was put right with --correct) {EVERYBODY}"
            ),
        ),
        (
            replace(OUT, record=replace(RECORD, files={"media/bridge-aaaaaaaa.mp3": "b" * 64})),
            {},
            (
                "files: warning: another audio file is out under this id, and listeners are not told what changed "
                "(say it "
                "with --correct if something was put right) [audiobrief]"
            ),
        ),
        (
            OUT,
            {"publish_at": "2024-05-02T06:00:00Z"},
            (
                "date: error: the episode is out since 2024-05-01T00:00:00Z, and this dates it 2024-05-02T06:00:00Z "
                "(leave "
                "date: and publish_at: as they were, or say why with --correct) [Apple, PSP-1]"
            ),
        ),
    ],
)
def test_what_would_change_an_episode_is_named(
    published: PublishedEpisode, said: dict[str, Any], expected: str
) -> None:
    assert found(published, **said) == [expected]


def test_a_correction_does_not_move_an_episode_far() -> None:
    assert found(OUT, correcting=True, date="2024-05-02") == []
    assert found(OUT, correcting=True, date="2024-05-03") == [
        (
            "date: warning: the episode is out since 2024-05-01T00:00:00Z, and this dates it 2024-05-03T00:00:00Z "
            "(leave date: and publish_at: as they were) [Apple]"
        )
    ]


@pytest.mark.parametrize("published", [PublishedEpisode(), PublishedEpisode(replace(RECORD, item=None))])
def test_what_is_not_out_cannot_be_corrected(published: PublishedEpisode) -> None:
    assert found(published, correcting=True) == [
        (
            "slug: error: 'bridge' has not been published, so there is nothing to correct "
            "(leave --correct out) [audiobrief]"
        )
    ]


CHANNEL = Channel(
    title="The Show",
    address="https://the-show.radio/",
    description="One story a day.",
    language="en-GB",
    author="The Desk",
    owner=None,
    category=("News",),
    explicit=False,
    link="https://the-show.radio/",
    cover=None,
    guid="0cb0",
)


@pytest.mark.parametrize(
    ("new_feed_url", "address", "is_named"),
    [
        (None, "https://the-show.radio/", False),
        ("https://the-show.radio/feed.xml", "https://the-show.radio", False),
        ("https://xn--tda.radio/feed.xml", "https://ü.radio/", False),
        ("https://old.radio/rss", "https://the-show.radio/", True),
        ("https://old.radio/rss", None, False),
    ],
)
def test_a_feed_that_sends_apps_away_is_named(new_feed_url: str | None, address: str | None, is_named: bool) -> None:
    expected = (
        "address: warning: the feed tells apps that it has moved to 'https://old.radio/rss' "
        "(delete itunes:new-feed-url in feed.xml, unless it is right) [Apple]"
    )
    assert lines(moved_feed_rules(new_feed_url, address)) == [expected] * is_named


@pytest.mark.parametrize(
    ("before", "feed_guid", "address", "expected"),
    [
        (None, "0bad", "https://the-show.radio/", []),
        (CHANNEL, None, None, []),
        (CHANNEL, "0cb0", "https://the-show.radio", []),
        (
            CHANNEL,
            "0bad",
            "https://the-show.radio/",
            [
                (
                    ": error: the feed's podcast:guid is '0bad', and '0cb0' in what the site remembers (bring back the "
                    "feed as it was; a guid never changes) [Podcasting 2.0]"
                )
            ],
        ),
        (
            CHANNEL,
            "0cb0",
            "https://new.radio/",
            [
                (
                    "address: warning: the site was at https://the-show.radio/ (let the old address of the feed lead "
                    "to "
                    "the new one (301) for as long as anybody asks there) [Apple, Spotify]"
                )
            ],
        ),
    ],
)
def test_a_podcast_stays_the_one_that_it_is(
    before: Channel | None, feed_guid: str | None, address: str | None, expected: list[str]
) -> None:
    assert lines(podcast_identity_rules(before, feed_guid, address)) == expected
