"""Links of STAC documents that lead to their children and items: each an entry that is read when it is opened."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from msgspec import Raw

from ..json_text import Malformed, items, value, written
from ..locations import resolve
from ..problems import clip, error, information
from . import Details, Facts, Found, Source
from .stac_about import text
from .stac_api import next_address, onward

_FORMATS = {"child": "stac", "item": "stac-item"}
# Links to further entries behind a service, and what the entry is called that leads there.
_ONWARD = {"items": "Items", "next": "More results"}
# File names that say nothing of what the file holds.
_PLAIN = frozenset({"catalog", "collection", "item", "index", "catalogue"})
_ENDINGS = (".json", ".geojson")


class Names:
    """Gives every entry of a document a name of its own, so that none hides another."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()
        self._led: set[str] = set()

    def lead(self, nested: str | None) -> None:
        """Remember that an entry leads there."""
        self._led.add((nested or "").rstrip("/"))

    def has_led(self, nested: str) -> bool:
        """Whether an entry leads there already."""
        return nested.rstrip("/") in self._led

    def unique(self, *wishes: str) -> str:
        """The first wish that is free, or the last one with a number."""
        for wish in wishes:
            if wish and wish not in self._given:
                self._given[wish] = 1
                return wish
        last = wishes[-1]
        while True:
            self._given[last] += 1
            numbered = f"{last} #{self._given[last]}"
            if numbered not in self._given:
                self._given[numbered] = 1
                return numbered


def link_entries(raw: Raw, source: Source, facts: Facts, names: Names) -> Iterator[Found]:
    """Entries of a ``links`` member, in its order; raises Malformed where it is no list at all."""
    links: list[tuple[dict[str, Any], Raw]] = []
    for number, item in enumerate(items(raw)):
        try:
            found, trouble = value(item), "not an object"
        except Malformed as problem:
            found, trouble = None, str(problem)
        if isinstance(found, dict):
            links.append((found, item))
        else:
            facts.problems.append(error("bad-link", f"The link number {number + 1} is {trouble}; left out."))
    wished = Counter(_name(link) for link, _ in links if _rel(link) in _FORMATS)
    pages: dict[str, Found] = {}
    for link, raw_link in links:
        rel = _rel(link)
        if rel in _FORMATS and _leads_on(link, source, names):
            name, href = _name(link), text(link.get("href"))
            # Of several that are called the same, none can have the name: which is which must not hang on their order.
            wishes = (name, href or name) if wished[name] == 1 else (href or name,)
            yield _entry(link, rel, names.unique(*wishes), source, written(raw_link))
        elif rel in _ONWARD:
            nested = next_address(link, source.location)
            if nested is None or source.is_local:
                _tell(rel, facts)
            else:
                pages[rel] = onward(_ONWARD[rel], nested)
        elif rel == "search" and (facts.about is None or facts.about.service is None):
            _tell(rel, facts)
    for found in pages.values():
        found.name = names.unique(found.name)
        yield found


def _leads_on(link: dict[str, Any], source: Source, names: Names) -> bool:
    """Whether no entry leads there yet: a service lists its collections, and may link to each of them too."""
    try:
        return not names.has_led(resolve(source.location, text(link.get("href")).strip()))
    except ValueError:
        return True


def _rel(link: dict[str, Any]) -> str:
    return text(link.get("rel"))


def _name(link: dict[str, Any]) -> str:
    """What a link leads to is called by its folder or file: the id is known only once it is read."""
    path = text(link.get("href")).partition("?")[0].partition("#")[0].rstrip("/")
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    if not parts:
        return text(link.get("title")).strip()[:200] or "unnamed"
    stem = parts[-1]
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    if stem.lower() in _PLAIN and len(parts) > 1 and not parts[-2].endswith(":"):
        stem = parts[-2]
    return unquote(stem)[:200]


def _entry(link: dict[str, Any], rel: str, name: str, source: Source, written_link: str) -> Found:
    found = Found(
        name=name,
        title=text(link.get("title")).strip()[:200],
        kind="catalog",
        format=_FORMATS[rel],
        driver=text(link.get("type"))[:200],
        details=Details(),
        problems=[],
        source=written_link,
    )
    href = link.get("href")
    if not isinstance(href, str) or not href.strip():
        found.problems.append(error("bad-link", "The link has no 'href', so nothing says where it leads."))
        return found
    try:
        found.nested = resolve(source.location, href.strip())
    except ValueError as problem:
        found.problems.append(error("bad-link", f"The address {clip(href)} is none: {clip(str(problem))}."))
    return found


def _tell(rel: str, facts: Facts) -> None:
    notes = {
        "items": "Further items lie behind the catalog's own service; they are not listed here.",
        "next": "These are the first items only; the pages that follow are not listed here.",
        "search": "This is of a STAC API; add the API by its URL to search it.",
    }
    problem = information(f"stac-{rel}", notes[rel])
    if problem not in facts.problems:
        facts.problems.append(problem)
