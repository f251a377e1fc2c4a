"""One entry of an Intake 2 catalog: the reader, and the data that it refers to, as a recipe."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...schemas.catalogs import CatalogProblem, Recipe, UserParameter
from ..locations import is_absolute_path, is_local, join
from ..problems import clip, error, information, warning
from . import Details, Found, Source
from .access import auth_of
from .intake_entry import entry_details, plain_text, urls_of
from .intake_v2_formats import OTHER, Form, class_name, form_of, is_own
from .intake_v2_parameters import parameters_v2
from .templates_v2 import Templates, reference

_PIPELINE = "intake.readers.convert:Pipeline"
# Intake's own words for a part of a file, which xarray calls a group.
_GROUPS = ("root", "path")
_MOST_STEPS = 200


class _Data(NamedTuple):
    """What a reader refers to."""

    datatype: str
    kwargs: dict[str, Any]
    metadata: dict[str, Any]
    parameters: Any = None


class _Draft(NamedTuple):
    """What an entry is made of, before templates are looked at."""

    name: str
    driver: str
    form: Form
    data: _Data
    kwargs: dict[str, Any]
    metadata: dict[str, Any]
    problems: list[CatalogProblem]


class EntryMakerV2:
    """Makes entries of one document.

    Parameters
    ----------
    source
        The document.
    data
        Its data by token, as JSON has them.
    entries
        Names of its entries: what a reader may refer to beside data.
    shared, named
        Names of the catalog's own parameters, and of those whose choices are named.
    """

    def __init__(
        self,
        source: Source,
        data: Mapping[str, Any],
        entries: frozenset[str],
        shared: frozenset[str],
        named: frozenset[str],
    ) -> None:
        self._source = source
        self._data = data
        self._entries = entries
        self._shared = shared - named
        self._named = named

    def reader(self, name: str, value: Any) -> Found:
        """Entry of a reader; what is wrong becomes its problems, never an exception."""
        if not isinstance(value, dict):
            return _bad(name, f"The entry is not a mapping but {clip(repr(value))}.")
        reader = value.get("reader")
        if not isinstance(reader, str) or not reader:
            return _bad(name, "The entry names no reader, so nothing says how to open it.", "no-driver")
        problems: list[CatalogProblem] = []
        kwargs = _mapping(value.get("kwargs"), "kwargs", "bad-arguments", problems)
        metadata = _mapping(value.get("metadata"), "metadata", "bad-metadata", problems)
        if not is_own(reader):
            note = f"The reader {clip(reader)} is not one of Intake's own; it was not imported."
            problems.append(warning("inert-code", note))
            templates = self._templates([])
            templates.foreign(reader)
            draft = _Draft(name, reader, OTHER, _Data("", {}, {}), kwargs, metadata, problems)
            return self._found(draft, [], templates)
        if reader == _PIPELINE:
            return self._pipeline(name, kwargs, metadata, problems)
        kwargs = dict(kwargs)
        data = self._referred(kwargs, problems)
        parameters = self._parameters(value.get("user_parameters"), data.parameters, problems)
        form = form_of(class_name(reader), class_name(data.datatype))
        draft = _Draft(name, reader, form, data, kwargs, metadata, problems)
        return self._found(draft, parameters, self._templates(parameters))

    def data(self, name: str, value: Any) -> Found:
        """Entry of data that no reader refers to."""
        if not isinstance(value, dict):
            return _bad(name, f"The data are not described by a mapping but {clip(repr(value))}.")
        note = "Data without a reader: the catalog says where they lie, not how they are opened."
        problems = [information("no-reader-named", note)]
        data = self._described(value, problems)
        parameters = self._parameters(None, data.parameters, problems)
        form = form_of("", class_name(data.datatype))
        draft = _Draft(name, data.datatype, form, data, {}, {}, problems)
        return self._found(draft, parameters, self._templates(parameters))

    def dangling(self, name: str, token: Any) -> Found:
        """An alias of something that is not there."""
        return _bad(name, f"The alias stands for {clip(repr(token))}, which the catalog does not have.")

    def _templates(self, parameters: list[UserParameter]) -> Templates:
        own = self._named | {parameter.name for parameter in parameters}
        return Templates(self._source.folder, self._source.location, self._shared - own, frozenset(own))

    def _parameters(self, own: Any, of_data: Any, problems: list[CatalogProblem]) -> list[UserParameter]:
        found: dict[str, UserParameter] = {}
        for given in (of_data, own):
            parameters, _, wrong = parameters_v2(given)
            problems += wrong
            found.update((parameter.name, parameter) for parameter in parameters)
        return list(found.values())

    def _referred(self, kwargs: dict[str, Any], problems: list[CatalogProblem]) -> _Data:
        """Take out of a reader's arguments what it reads."""
        arguments = kwargs.pop("args", None)
        arguments = list(arguments) if isinstance(arguments, list) else []
        given = arguments.pop(0) if arguments else kwargs.pop("data", None)
        if arguments:
            kwargs["args"] = arguments
        token = reference(given)
        if token is None:
            urls, odd = urls_of(given)
            if odd or not urls:
                problems.append(error("bad-entry", "The reader refers to no data."))
            return _Data("", {"url": given} if urls else {}, {})
        if token in self._data:
            described = self._data[token]
            if isinstance(described, dict):
                return self._described(described, problems)
            problems.append(error("bad-entry", f"The data {clip(token)} are not described by a mapping."))
        elif token in self._entries:
            note = f"Reads what the entry {clip(token)} gives; only Intake can do that."
            problems.append(information("from-entry", note))
        else:
            problems.append(error("bad-entry", f"The reader refers to {clip(token)}, which the catalog does not have."))
        return _Data("", {}, {})

    def _described(self, value: dict[str, Any], problems: list[CatalogProblem]) -> _Data:
        datatype = value.get("datatype")
        if not is_own(datatype):
            note = f"The kind of data {clip(str(datatype))} is not one of Intake's own; it was not imported."
            problems.append(warning("inert-code", note))
        kwargs = _mapping(value.get("kwargs"), "kwargs", "bad-arguments", problems)
        metadata = _mapping(value.get("metadata"), "metadata", "bad-metadata", problems)
        return _Data(plain_text(datatype), kwargs, metadata, value.get("user_parameters"))

    def _pipeline(
        self, name: str, kwargs: dict[str, Any], metadata: dict[str, Any], problems: list[CatalogProblem]
    ) -> Found:
        steps = kwargs.get("steps")
        told = [_step(step) for step in steps[:_MOST_STEPS]] if isinstance(steps, list) else []
        if not told:
            problems.append(error("bad-entry", "The pipeline has no steps."))
        templates = self._templates([])
        templates.fill(kwargs)
        foreign = [text for text in templates.risky if not text.startswith("{func(intake.readers.")]
        if not foreign:
            note = f"A pipeline of {len(told)} steps; it is shown here and runs only in a notebook, by Intake."
            problems.append(information("pipeline", note))
        templates.risky, templates.left = foreign, list(foreign)
        metadata = {**metadata, "steps": told}
        form = Form("pipeline", "other")
        draft = _Draft(name, _PIPELINE, form, _Data("", {}, {}), {}, metadata, problems)
        return self._found(draft, [], templates)

    def _found(self, draft: _Draft, parameters: list[UserParameter], templates: Templates) -> Found:
        for parameter in parameters:
            templates.default(parameter.default)
        problems = draft.problems
        metadata = {**draft.data.metadata, **draft.metadata}
        recipe = self._recipe(draft, templates)
        if templates.risky:
            note = f"Template text that is more than a parameter is shown, never run: {_listed(templates.risky)}."
            problems.append(warning("template", note))
        nested = self._nested(recipe, templates, problems) if draft.form.kind == "catalog" else None
        return Found(
            name=draft.name,
            title=plain_text(metadata.get("title"))[:200],
            kind=draft.form.kind,
            format=draft.form.name,
            driver=draft.driver[:200],
            details=entry_details(metadata.get("description"), metadata, parameters, recipe),
            nested=nested,
            problems=problems,
        )

    def _recipe(self, draft: _Draft, templates: Templates) -> Recipe:
        data, problems = draft.data, draft.problems
        if data.datatype and not is_own(data.datatype):
            templates.foreign(data.datatype)
        arguments = templates.fill({**data.kwargs, **draft.kwargs})
        given = arguments.pop("url", None)
        urls, odd = urls_of(given)
        if odd:
            arguments["url"] = given
        options = arguments.pop("storage_options", None)
        if options is not None and not isinstance(options, dict):
            problems.append(warning("bad-arguments", "The storage_options are not a mapping; left out."))
        options = options if isinstance(options, dict) else {}
        for key in _GROUPS:
            group = arguments.pop(key, None) if key in data.kwargs else None
            if group:
                arguments.setdefault("group", group)
        self._check_paths(urls, draft.form, problems)
        return Recipe(
            reader="intake-v2",
            driver=draft.driver[:200],
            format=draft.form.name,
            urls=urls,
            is_local=bool(urls) and all(is_local(url) for url in urls),
            arguments=arguments,
            storage_options=options,
            is_list=isinstance(given, list) and not odd,
            auth=auth_of(urls, options, arguments),
            templates=templates.left,
        )

    def _check_paths(self, urls: list[str], form: Form, problems: list[CatalogProblem]) -> None:
        paths = [url for url in urls if url and is_local(url)]
        if not paths or form.kind == "catalog":
            return
        if not self._source.is_local and any(is_absolute_path(path) for path in paths):
            note = f"A catalog of the net names a path of this machine: {clip(paths[0])}."
            problems.append(warning("local-path", note))
        elif not all(is_absolute_path(path) or path.startswith("{{") for path in paths):
            note = "The path is relative to the folder that the notebook runs in."
            problems.append(information("relative-path", note))

    def _nested(self, recipe: Recipe, templates: Templates, problems: list[CatalogProblem]) -> str | None:
        if len(recipe.urls) != 1 or not recipe.urls[0]:
            problems.append(error("bad-nested", "The entry names no catalog file to open."))
            return None
        if templates.left:
            note = "The nested catalog's place depends on template text, so it cannot be opened here."
            problems.append(error("bad-nested", note))
            return None
        return join(self._source.folder, recipe.urls[0])


def _bad(name: str, message: str, code: str = "bad-entry") -> Found:
    return Found(name=name, kind="other", format="other", driver="", details=Details(), problems=[error(code, message)])


def _mapping(value: Any, key: str, code: str, problems: list[CatalogProblem]) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        problems.append(warning(code, f"The value of {key!r} is not a mapping; left out."))
    return value if isinstance(value, dict) else {}


def _step(step: Any) -> str:
    """A step as a call: what it calls, and with what."""
    if not isinstance(step, list) or not step:
        return clip(repr(step), 300)
    called, arguments, keywords = [*step, [], {}][:3] if len(step) < 3 else step[:3]
    parts = [repr(item) for item in arguments] if isinstance(arguments, list) else [repr(arguments)]
    parts += [f"{key}={item!r}" for key, item in keywords.items()] if isinstance(keywords, dict) else [repr(keywords)]
    return clip(f"{called}({', '.join(parts)})", 300)


def _listed(texts: list[str]) -> str:
    return clip(", ".join(texts), 300)
