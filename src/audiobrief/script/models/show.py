"""The show as its house file describes it: its feed, its site, and who makes it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from audiobrief.script.models.base import Model
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.quantities import ShowType, Truth
from audiobrief.script.models.texts import Address, Description, Email, Https, Line, Role, ShortLine, Url, parse_name
from audiobrief.script.suggestions import closest

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        "Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality",
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News",
    ),
    "Religion & Spirituality": (
        "Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality",
    ),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
        "Physics", "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
        "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
"""Apple's categories, each with its subcategories (podcasters.apple.com, Apple Podcasts categories)."""


def _parse_category(value: Any) -> tuple[str, ...]:
    """Read "News", "News > Daily News" or a list of the two."""
    if isinstance(value, tuple):
        return value
    parts = value if isinstance(value, list) else parse_name(value).split(">")
    names = tuple(" ".join(parse_name(part).split()) for part in parts)
    known = CATEGORIES.get(names[0]) if names else None
    if known is None:
        raise invalid("category", value=" > ".join(names), advice=closest("".join(names[:1]), CATEGORIES))
    if len(names) > 2 or not set(names[1:]) <= set(known):
        advice = closest(names[1], known) if known else "leave out what stands after >"
        raise invalid("subcategory", value=names[0], below=names[1], advice=advice)
    return names


Category = Annotated[
    tuple[str, ...],
    PlainValidator(_parse_category),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*CATEGORIES, *(f"{name} > {sub}" for name, subs in CATEGORIES.items() for sub in subs)]},
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
            ]
        }
    ),
]
"""Apple's category, and its subcategory if there is one."""


class Owner(Model):
    """Who is asked when something is wrong with the feed; the feed shows it."""

    name: Line = Field(description="A person or a desk.")
    email: Email = Field(description="Where directories write to.")


class Funding(Model):
    """Where listeners can pay."""

    url: Https = Field(description="The address.")
    text: ShortLine = Field(description="The text of the link, at most 128 characters.")


class Person(Model):
    """Somebody who takes part."""

    name: ShortLine = Field(description="The name.")
    role: Role = Field("host", description="From the podcast taxonomy, such as host, guest or reporter.")
    link: Https | None = Field(None, description="A page about the person.")
    image: Https | None = Field(None, description="The https address of a picture of the person.")


class Show(Model):
    """The show as its house file describes it."""

    title: Line | None = Field(None, description="The show's name; it becomes the album in the tags.")
    author: Line | None = Field(None, description="Who makes the show; the artist in the tags.")
    link: Url | None = Field(None, description="The show's web page.")
    copyright: Line | None = Field(None, description="The copyright notice for the tags.")
    description: Description | None = Field(
        None, description="What the show is about, for directories; at most 4,000 bytes."
    )
    address: Address | None = Field(
        None, description="The https address of the site that `publish` writes; the feed is feed.xml in it."
    )
    owner: Owner | None = Field(None, description="Who is asked about the feed; the feed shows it.")
    category: Category = Field(
        (), description="Apple's category, such as News, or with a subcategory News > Daily News."
    )
    explicit: Truth | None = Field(
        None, description="Whether the show has explicit content; as the feed says if not given, else false."
    )
    type: ShowType | None = Field(
        None, description="episodic or serial (to be heard in order); as the feed says if not given, else episodic."
    )
    locked: Truth | None = Field(
        None,
        description="false lets the show move to another host; as the feed says if not given, else true.",
    )
    funding: tuple[Funding, ...] = Field((), description="Where listeners can pay.")
    persons: tuple[Person, ...] = Field((), description="Who makes the show.")
