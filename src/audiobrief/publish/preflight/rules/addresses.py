"""Addresses: that of the site, those of pictures, and links."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from audiobrief.episode.manifest import ManifestPerson
from audiobrief.episode.web_addresses import web_address
from audiobrief.findings import Finding
from audiobrief.publish.preflight.requirements import Spec, error, quoted, table, warning


def site_rules(address: str) -> Iterator[Finding]:
    """Check that everybody can reach a site; all media and the feed are below its address."""
    host = urlsplit(web_address(address) or "").hostname
    if host is None:
        what, advice = f"{quoted(address)} is no web address", "write it as https://briefing.example/"
        yield error("address", what, advice, Spec.PSP1)
    elif _is_private(host):
        advice = "for a trial that is good; write the site's own address before the feed is handed in"
        yield warning("address", f"nobody else can reach '{host}'", advice, Spec.APPLE, Spec.SPOTIFY)
    elif not address.lower().startswith("https://"):
        what, advice = f"{quoted(address)} is not secure", "serve the site by https, and write https://"
        yield error("address", what, advice, Spec.APPLE)


def picture_rules(where: str, url: str | None) -> Iterator[Finding]:
    """Check that apps fetch a picture."""
    if url is not None and not (web_address(url) or "").lower().startswith("https://"):
        yield error(where, f"apps do not fetch {quoted(url)}", "give it an https address", Spec.APPLE)


def link_rules(where: str, url: str | None) -> Iterator[Finding]:
    """Check that listeners can follow a link safely."""
    address = web_address(url)
    if url is None or (address is not None and address.lower().startswith("https://")):
        return
    if address is not None:
        yield warning(where, f"the link {quoted(url)} is not secure", "write https:// if the site has it", Spec.OWN)
    else:
        advice = "write it whole, such as https://example.org/"
        yield error(where, f"{quoted(url)} is no web address", advice, Spec.PSP1)


def person_rules(persons: tuple[ManifestPerson, ...]) -> Iterator[Finding]:
    """Check the links and pictures of persons."""
    for number, person in enumerate(persons):
        yield from link_rules(f"persons.{number}.link", person.link)
        yield from picture_rules(f"persons.{number}.image", person.image)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".")
        return any(name == end or name.endswith(f".{end}") for end in table("hosts")["ends"])
