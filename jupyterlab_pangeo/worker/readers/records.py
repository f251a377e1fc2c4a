"""Records of metadata services, however they are written, as entries: one a record, or one for each of its data links.

A record with one link to data or a service is an entry that opens it. With several, each link is an entry named
``record/link``; with none, the record is an entry that has nothing to open. Other links are shown with it.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...schemas.catalogs import CatalogProblem, Interval, Link, Recipe
from ..locations import is_local
from ..problems import information
from . import Details, Found
from .access import auth_of
from .record_links import RecordLink, Target, target_of
from .stac_links import Names

_MOST_LINKS = 50
_MOST_TARGETS = 200


class Record(Struct, kw_only=True):
    """What a record says. ``name`` is its identifier, or stands for it; ``source`` how it is written."""

    name: str
    title: str = ""
    description: str = ""
    keywords: list[str] = []
    licence: str | None = None
    provider: str | None = None
    bbox: list[float] | None = None
    interval: Interval | None = None
    metadata: dict[str, Any] = {}
    links: list[RecordLink] = []
    problems: list[CatalogProblem] = []
    source: str = ""


def record_entries(record: Record, names: Names, reader: str) -> Iterator[Found]:
    """Entries of a record.

    Parameters
    ----------
    record
        The record.
    names
        Names that other entries of the document have.
    reader
        Of the record, as its recipes name it.
    """
    targets, pages = _sorted(record.links)
    if not targets:
        note = information("no-data-links", "No link of the record leads to data or a service that is known here.")
        yield Found(
            name=names.unique(record.name),
            title=_title(record),
            kind="other",
            format="record",
            driver="",
            details=_details(record, pages, record.description),
            problems=[*record.problems, note],
            source=record.source,
        )
    for number, (link, target) in enumerate(targets):
        is_only, label = len(targets) == 1, link.title.strip() or target.format.name
        yield Found(
            name=names.unique(record.name if is_only else f"{record.name}/{label}"),
            title=_title(record) if is_only else f"{_title(record)}: {label}"[:200],
            kind=target.format.kind,
            format=target.format.name,
            driver=(link.protocol or link.media)[:200],
            details=_details(record, pages, _described(record, link), _recipe(link, target, reader)),
            # Once is enough to be told what is wrong with the record.
            problems=record.problems if number == 0 else [],
            source=record.source,
        )


def _title(record: Record) -> str:
    return (record.title.strip() or record.name)[:200]


def _sorted(links: list[RecordLink]) -> tuple[list[tuple[RecordLink, Target]], list[Link]]:
    """Links to data and services, and those to pages; each address once."""
    targets: dict[tuple[str, str], tuple[RecordLink, Target]] = {}
    pages: dict[str, Link] = {}
    for link in links:
        target = target_of(link)
        if target is not None:
            targets.setdefault((target.format.name, target.url), (link, target))
        elif link.url.lower().startswith(("http://", "https://")):
            title = link.title.strip() or link.rel or link.protocol or "link"
            pages.setdefault(link.url, Link(url=link.url, title=title[:200]))
    return list(targets.values())[:_MOST_TARGETS], list(pages.values())[:_MOST_LINKS]


def _described(record: Record, link: RecordLink) -> str:
    """Of the record; what is said of the link stands before it."""
    return "\n\n".join(each.strip() for each in (link.description, record.description) if each.strip())


def _details(record: Record, pages: list[Link], description: str, recipe: Recipe | None = None) -> Details:
    return Details(
        description=description.strip()[:50_000],
        metadata=record.metadata,
        recipe=recipe,
        licence=record.licence,
        provider=record.provider,
        keywords=record.keywords,
        links=pages,
        bbox=record.bbox,
        interval=record.interval,
    )


def _recipe(link: RecordLink, target: Target, reader: str) -> Recipe:
    # Catalogs are published for everyone; without this, who has no AWS keys could not read their data.
    options: dict[str, Any] = {"anon": True} if target.url.startswith("s3://") else {}
    return Recipe(
        reader=reader,
        driver=(link.protocol or link.media)[:200],
        format=target.format.name,
        urls=[target.url],
        is_local=is_local(target.url),
        arguments={},
        storage_options=options,
        is_literal=True,
        auth=auth_of([target.url], options, {}),
    )
