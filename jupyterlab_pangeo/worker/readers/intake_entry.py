"""One entry of an Intake catalog: its recipe, parameters and description, as data."""

from typing import Any

from ...schemas.catalogs import CatalogProblem, Link, Recipe, UserParameter
from ..locations import is_absolute_path, is_local, join
from ..problems import clip, error, information, warning
from ..yaml_scalars import json_safe
from . import Details, Found, Source
from .access import auth_of
from .drivers import Driver, driver_of
from .extents import EXTENT_KEYS, box_in, interval_in
from .templates import Templates

_URL_KEYS = ("urlpath", "url", "path", "uri", "urls", "obj", "esmcol_obj")
_KEYS = frozenset({"driver", "args", "description", "metadata", "parameters", "container", "name"})
_OBSOLETE = {
    "cache": "The setting 'cache' is from old versions of Intake and has no effect.",
    "direct_access": "The setting 'direct_access' is from old versions of Intake and has no effect.",
}
_LINK_ORDER = ("url", "link", "homepage", "documentation", "docs", "doi", "source_url")
_LINK_KEYS = frozenset(_LINK_ORDER)
_LARGEST = 50_000


class EntryMaker:
    """Makes entries of one document.

    Parameters
    ----------
    source
        The document.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._folder = source.folder

    def make(self, name: str, value: Any, is_odd: bool) -> Found:
        """Entry from its value in the file; what is wrong becomes its problems, never an exception.

        Parameters
        ----------
        name
            Its key under ``sources``.
        value
            What stands there.
        is_odd
            Whether the value may hold what JSON has no form for.
        """
        if is_odd:
            value = json_safe(value)
        if not isinstance(value, dict):
            problem = error("bad-entry", f"The entry is not a mapping but {clip(repr(value))}.")
            return Found(name=name, kind="other", format="other", driver="", details=Details(), problems=[problem])
        problems: list[CatalogProblem] = []
        if "cls" in value:
            return self._inert(name, value)
        driver = driver_of(value.get("driver"))
        problems += driver.problems
        metadata = self._metadata(value.get("metadata"), problems)
        templates = Templates(self._folder)
        parameters, wrong = user_parameters(value.get("parameters"))
        problems += wrong
        for parameter in parameters:
            templates.default(parameter.default)
        recipe = self._recipe(value.get("args"), driver, templates, problems)
        nested = self._nested(recipe, driver, templates, problems)
        if not value.keys() <= _KEYS:
            for key in value:
                if key not in _KEYS:
                    self._extra_key(key, problems)
        if templates.left and (risky := templates.risky):
            note = f"Template text that is more than a parameter is shown, never run: {clip(', '.join(risky), 300)}."
            problems.append(warning("template", note))
        return Found(
            name=name,
            title=plain_text(metadata.get("title"))[:200],
            kind=driver.kind,
            format=driver.format,
            driver=driver.text,
            details=entry_details(value.get("description"), metadata, parameters, recipe),
            nested=nested,
            problems=problems,
        )

    def _inert(self, name: str, value: dict[str, Any]) -> Found:
        text = clip(str(value["cls"]))
        note = f"The entry asks to call {text} on opening; it is shown as text and was not called."
        return Found(
            name=name,
            kind="other",
            format="other",
            driver=text,
            details=Details(description=plain_text(value.get("description"))),
            problems=[warning("inert-code", note)],
        )

    def _metadata(self, value: Any, problems: list[CatalogProblem]) -> dict[str, Any]:
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        problems.append(warning("bad-metadata", "The entry's metadata are not a mapping; left out."))
        return {}

    def _recipe(self, args: Any, driver: Driver, templates: Templates, problems: list[CatalogProblem]) -> Recipe:
        if args is not None and not isinstance(args, dict):
            problems.append(error("bad-arguments", "The entry's args are not a mapping; left out."))
        arguments = templates.fill_all(args) if isinstance(args, dict) else {}
        key = _url_key(arguments)
        given = arguments.pop(key) if key else None
        urls, odd = urls_of(given)
        if odd:
            arguments[str(key)] = given
        if key == "esmcol_obj":
            note = "The argument 'esmcol_obj' is now called 'obj'; intake-esm of today does not take it."
            problems.append(information("obsolete", note))
        options = arguments.pop("storage_options", None)
        if options is not None and not isinstance(options, dict):
            problems.append(warning("bad-arguments", "The entry's storage_options are not a mapping; left out."))
        options = options if isinstance(options, dict) else {}
        paths = [url for url in urls if is_local(url)]
        if paths:
            self._local_paths(paths, driver, problems)
        return Recipe(
            reader="intake-v1",
            driver=driver.text,
            format=driver.format,
            urls=urls,
            is_local=bool(paths) and len(paths) == len(urls),
            arguments=arguments,
            storage_options=options,
            is_list=isinstance(given, list) and not odd,
            auth=auth_of(urls, options, arguments),
            templates=templates.left,
        )

    def _local_paths(self, named: list[str], driver: Driver, problems: list[CatalogProblem]) -> None:
        paths = list(filter(None, named))
        if driver.is_nested or not paths:
            return
        if not self._source.is_local and any(is_absolute_path(path) for path in paths):
            note = f"A catalog of the net names a path of this machine: {clip(paths[0])}."
            problems.append(warning("local-path", note))
        elif not all(is_absolute_path(path) or path.startswith("{{") for path in paths):
            note = "The path is relative to the folder that the notebook runs in."
            problems.append(information("relative-path", note))

    def _nested(
        self, recipe: Recipe, driver: Driver, templates: Templates, problems: list[CatalogProblem]
    ) -> str | None:
        if not driver.is_nested:
            return None
        for key in ("getshell", "getenv"):
            if recipe.arguments.get(key):
                note = f"The entry asks for {key}, by which a catalog could run programs or read secrets; ignored."
                problems.append(warning("inert-code", note))
        if len(recipe.urls) != 1 or not recipe.urls[0]:
            problems.append(error("bad-nested", "The entry names no catalog file to open."))
            return None
        if templates.left:
            note = "The nested catalog's place depends on template text, so it cannot be opened here."
            problems.append(error("bad-nested", note))
            return None
        return join(self._folder, recipe.urls[0])

    def _extra_key(self, key: str, problems: list[CatalogProblem]) -> None:
        if key in _OBSOLETE:
            problems.append(information("obsolete", _OBSOLETE[key]))
        elif key in ("plugins", "class", "exec"):
            problems.append(warning("inert-code", f"The key {key!r} asks for code; it is shown as text and not run."))
        else:
            problems.append(information("unknown-key", f"The key {clip(str(key))!r} is not one of an Intake entry."))


def user_parameters(value: Any) -> tuple[list[UserParameter], list[CatalogProblem]]:
    """User parameters from the mapping of a catalog file, already as JSON has it."""
    if value is None:
        return [], []
    if not isinstance(value, dict):
        return [], [warning("bad-parameters", "The parameters are not a mapping; left out.")]
    found, problems = [], []
    for name, given in value.items():
        if not isinstance(given, dict):
            problems.append(warning("bad-parameters", f"The parameter {clip(name)!r} is not a mapping; left out."))
            continue
        allowed = given.get("allowed")
        found.append(
            UserParameter(
                name=name,
                type=plain_text(given.get("type")) or "str",
                description=plain_text(given.get("description")),
                default=given.get("default"),
                allowed=allowed if isinstance(allowed, list) else None,
                minimum=given.get("min"),
                maximum=given.get("max"),
            )
        )
    return found, problems


def entry_details(
    description: Any, metadata: dict[str, Any], parameters: list[UserParameter], recipe: Recipe | None
) -> Details:
    """Details of an entry, with what its metadata say by the usual names."""
    told = plain_text(description).strip()[:_LARGEST]
    if not metadata:
        return Details(description=told, user_parameters=parameters, recipe=recipe)
    links = [] if _LINK_KEYS.isdisjoint(metadata) else _links(metadata)
    has_extent = not EXTENT_KEYS.isdisjoint(metadata)
    return Details(
        description=told,
        metadata=metadata,
        user_parameters=parameters,
        recipe=recipe,
        licence=plain_text(metadata.get("license", metadata.get("licence"))) or None,
        provider=plain_text(metadata.get("provider", metadata.get("institution"))) or None,
        keywords=_keywords(metadata.get("tags", metadata.get("keywords"))),
        links=links,
        bbox=box_in(metadata) if has_extent else None,
        interval=interval_in(metadata) if has_extent else None,
    )


def _links(metadata: dict[str, Any]) -> list[Link]:
    found = [(key, metadata[key]) for key in _LINK_ORDER if key in metadata]
    return [Link(url=url, title=key) for key, url in found if isinstance(url, str) and _is_web(url)]


def _is_web(url: str) -> bool:
    return url[:8].lower().startswith(("http://", "https://"))


def _url_key(arguments: dict[str, Any]) -> str | None:
    """Which argument says where the data lie."""
    for key in _URL_KEYS:
        if key in arguments:
            return key
    return None


def plain_text(value: Any) -> str:
    """Text or number as text; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _keywords(value: Any) -> list[str]:
    if isinstance(value, str):
        return [word for part in value.split(",") if (word := part.strip())]
    return [text for item in value if (text := plain_text(item))] if isinstance(value, list) else []


def urls_of(value: Any) -> tuple[list[str], bool]:
    """Locations from an argument, and whether it is something else."""
    if value is None:
        return [], False
    if isinstance(value, str):
        return [value], False
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value, False
    return [], True
