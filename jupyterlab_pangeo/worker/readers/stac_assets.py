"""Assets of STAC items and collections: each an entry that says how it is opened."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Raw

from ...schemas.catalogs import About, CatalogProblem, Recipe
from ..json_text import Malformed, items, members, value, written
from ..locations import is_absolute_path, is_local, resolve
from ..problems import clip, error, warning
from . import Details, Found, Source
from .access import Auth, auth_of
from .stac_about import text
from .stac_formats import Format, format_of

_TOLD = ("href", "title", "description", "type")
_SCHEMES: dict[str, Auth] = {
    "s3": "s3-profile",
    "signedUrl": "signed-url",
    "http": "bearer",
    "apiKey": "bearer",
    "oauth2": "bearer",
    "openIdConnect": "bearer",
}


class Owner:
    """The item or collection that assets belong to, and what they take over from it.

    Parameters
    ----------
    source
        The document.
    location
        What relative addresses start from.
    about
        Of the item or collection.
    label, prefix
        What titles and names of the assets begin with; empty where the owner is the document itself.
    """

    def __init__(self, source: Source, location: str, about: About, label: str = "", prefix: str = "") -> None:
        self.source = source
        self.location = location
        self.about = about
        self.label = label
        self.prefix = prefix


def asset_entries(raw: Raw, owner: Owner) -> Iterator[Found]:
    """Entries of an ``assets`` member, in its order; raises Malformed where it is no object at all."""
    for key, asset in _pairs(raw):
        problems: list[CatalogProblem] = []
        try:
            given = value(asset)
        except Malformed as problem:
            problems.append(error("bad-asset", f"The asset cannot be read: {problem}."))
            given = {}
        if not isinstance(given, dict):
            problems.append(error("bad-asset", f"The asset is not an object but {clip(repr(given))}."))
            given = {}
        yield _entry(key, given, owner, problems, written(asset))


def _pairs(raw: Raw) -> Iterator[tuple[str, Raw]]:
    """Assets by key; those of a list, as some old catalogs have them, by their own key or number."""
    if bytes(raw[:1] if isinstance(raw, bytes) else bytes(raw)[:1]) != b"[":
        yield from members(raw).items()
        return
    for number, asset in enumerate(items(raw)):
        try:
            given = value(asset)
        except Malformed:
            given = None
        key = text(given.get("key")) if isinstance(given, dict) else ""
        yield key or str(number), asset


def _entry(key: str, asset: dict[str, Any], owner: Owner, problems: list[CatalogProblem], source: str) -> Found:
    media, title = text(asset.get("type")), text(asset.get("title")).strip() or key
    url = _address(asset, owner, problems)
    form = format_of(media, url)
    return Found(
        name=f"{owner.prefix}{key}",
        title=f"{owner.label}{title}"[:200],
        kind=form.kind,
        format=form.name,
        driver=media[:200],
        details=_details(asset, url, form, owner, problems),
        problems=problems,
        source=source,
    )


def _address(asset: dict[str, Any], owner: Owner, problems: list[CatalogProblem]) -> str:
    href = asset.get("href")
    if not isinstance(href, str) or not href.strip():
        if not problems:
            problems.append(error("bad-asset", "The asset has no 'href', so nothing says where it lies."))
        return ""
    try:
        url = resolve(owner.location, href.strip())
    except ValueError as problem:
        problems.append(error("bad-asset", f"The address {clip(href)} is none: {clip(str(problem))}."))
        return ""
    if is_local(url) and not owner.source.is_local and is_absolute_path(url):
        note = f"A catalog of the net names a path of this machine: {clip(url)}."
        problems.append(warning("local-path", note))
    return url


def _details(asset: dict[str, Any], url: str, form: Format, owner: Owner, problems: list[CatalogProblem]) -> Details:
    about = owner.about
    own = {key: item for key, item in asset.items() if key not in _TOLD}
    return Details(
        description=text(asset.get("description")).strip()[:50_000],
        metadata=own,
        recipe=_recipe(asset, url, form, about.metadata, problems) if url else None,
        licence=text(asset.get("license")) or about.licence,
        provider=about.provider,
        keywords=about.keywords,
        links=about.links,
        bbox=about.bbox,
        interval=about.interval,
    )


def _recipe(
    asset: dict[str, Any], url: str, form: Format, properties: Mapping[str, Any], problems: list[CatalogProblem]
) -> Recipe:
    arguments = _mapping(asset, "xarray:open_kwargs", problems)
    options = {**_mapping(asset, "xarray:storage_options", problems), **_mapping(arguments, "storage_options", [])}
    arguments.pop("storage_options", None)
    if _requester_pays(asset, properties):
        options.setdefault("requester_pays", True)
    auth = auth_of([url], options, arguments)
    if auth == "none":
        auth = _scheme(asset, properties)
    if auth == "none" and url.startswith("s3://") and not options:
        # Catalogs are published for everyone; without this, who has no AWS keys could not read their data.
        options["anon"] = True
    return Recipe(
        reader="stac",
        driver=text(asset.get("type"))[:200],
        format=form.name,
        urls=[url],
        is_local=is_local(url),
        arguments=arguments,
        storage_options=options,
        is_literal=True,
        auth=auth,
    )


def _mapping(given: Mapping[str, Any], key: str, problems: list[CatalogProblem]) -> dict[str, Any]:
    found = given.get(key)
    if found is not None and not isinstance(found, dict):
        problems.append(warning("bad-arguments", f"The value of {key!r} is not an object; left out."))
    return dict(found) if isinstance(found, dict) else {}


def _requester_pays(asset: Mapping[str, Any], properties: Mapping[str, Any]) -> bool:
    """By the storage extension: a field of its own in version 1, schemes that are referred to in version 2."""
    said = asset.get("storage:requester_pays", properties.get("storage:requester_pays"))
    if said is not None:
        return said is True
    return any(scheme.get("requester_pays") is True for scheme in _referred(asset, properties, "storage"))


def _scheme(asset: Mapping[str, Any], properties: Mapping[str, Any]) -> Auth:
    """By the authentication extension."""
    for scheme in _referred(asset, properties, "auth"):
        kind = scheme.get("type")
        if kind == "http" and str(scheme.get("scheme", "")).lower() == "basic":
            return "netrc"
        if isinstance(kind, str) and kind in _SCHEMES:
            return _SCHEMES[kind]
    return "none"


def _referred(asset: Mapping[str, Any], properties: Mapping[str, Any], prefix: str) -> Iterator[Mapping[str, Any]]:
    schemes, refs = properties.get(f"{prefix}:schemes"), asset.get(f"{prefix}:refs")
    if isinstance(schemes, dict) and isinstance(refs, list):
        for ref in refs:
            scheme = schemes.get(ref) if isinstance(ref, str) else None
            if isinstance(scheme, dict):
                yield scheme
