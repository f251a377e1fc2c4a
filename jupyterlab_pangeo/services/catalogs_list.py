"""The list of catalogs: the operator's, the samples, and what the user added; kept between starts."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from ..adapters.catalogs import reader
from ..adapters.catalogs.store import Added, CatalogFiles, Listed
from ..errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from ..schemas.catalogs import CatalogChange, CatalogProblem, CatalogSpec
from ..worker.locations import canonical, redacted
from ..worker.problems import Fault
from .catalogs_held import ROOT, Held

log = logging.getLogger(__name__)

MAX_CATALOGS = 500

Origin = Literal["sample", "operator", "user", "setting"]


class CatalogPreset(Struct, frozen=True, kw_only=True):
    """A catalog that the operator lists for everybody."""

    location: str
    title: str | None = None
    kind: str | None = None


def id_of(location: str) -> str:
    """Id of a catalog: the same wherever its location is the same."""
    return hashlib.sha256(location.encode()).hexdigest()[:12]


class CatalogBook:
    """Which catalogs there are, and in which order.

    Parameters
    ----------
    files
        The catalogs' files.
    root_dir
        Folder that relative paths start from.
    presets
        The operator's catalogs.
    samples
        Locations of the samples.

    Attributes
    ----------
    problems : list of CatalogProblem
        What is wrong with the list itself.
    """

    def __init__(
        self, files: CatalogFiles, root_dir: Path, presets: Sequence[CatalogPreset], samples: Sequence[str]
    ) -> None:
        self.problems: list[CatalogProblem] = []
        self._files = files
        self._root_dir = root_dir
        self._presets = presets
        self._samples = samples
        self._held: dict[str, Held] = {}
        self._listed = Listed()
        self._saving: asyncio.Task[None] | None = None
        self._is_dirty = False

    def load(self) -> None:
        """Read the user's list, and what is indexed of each catalog. May block."""
        self._listed, problem = self._files.load_list()
        self.problems += [problem] if problem else []
        for sample in self._samples:
            self._place("sample", CatalogPreset(location=sample))
        for preset in self._presets:
            self._place("operator", preset)
        for added in self._listed.catalogs:
            self._place(added.origin, added)

    def ordered(self) -> list[Held]:
        """All of them, in the order of the panel; new ones come last."""
        places = {catalog_id: place for place, catalog_id in enumerate(self._listed.order)}
        return sorted(self._held.values(), key=lambda held: places.get(held.id, len(places)))

    def get(self, catalog_id: str) -> Held:
        """One of them; raises NotFound."""
        try:
            return self._held[catalog_id]
        except KeyError:
            raise NotFound(f"There is no catalog {catalog_id!r}.") from None

    def add(self, spec: CatalogSpec) -> Held:
        """List a catalog; raises Invalid, Conflict or TooMany."""
        try:
            location = canonical(spec.location, self._root_dir)
        except Fault as fault:
            raise Invalid(str(fault), path="$.location") from None
        except (RuntimeError, ValueError) as problem:
            raise Invalid(f"The location cannot be used: {problem}.", path="$.location") from None
        catalog_id = id_of(location)
        if catalog_id in self._held:
            title = self._held[catalog_id].shown_title
            raise Conflict(f"{redacted(location)} is in the list already, as {title!r}.")
        if len(self._held) >= MAX_CATALOGS:
            raise TooMany(f"There are {MAX_CATALOGS} catalogs; remove one first.")
        added = Added(location=location, kind=spec.kind, title=spec.title, origin=spec.origin)
        self._listed.catalogs.append(added)
        held = Held(id=catalog_id, location=location, origin=spec.origin, kind=spec.kind, title=spec.title)
        held.manifest.location = location
        self._held[catalog_id] = held
        self._save()
        return held

    def change(self, catalog_id: str, change: CatalogChange) -> Held:
        """Give one another title or position; raises NotFound."""
        held = self.get(catalog_id)
        if change.title is not None:
            held.title = change.title
            self._listed.titles[held.id] = change.title
        if change.position is not None:
            ids = [other.id for other in self.ordered() if other is not held]
            ids.insert(min(change.position, len(ids)), held.id)
            self._listed.order = ids
        self._save()
        return held

    def remove(self, catalog_id: str) -> Held:
        """Take one off the list; raises NotFound, or Forbidden where the operator listed it."""
        held = self.get(catalog_id)
        if held.is_locked:
            raise Forbidden(f"{held.shown_title!r} is listed by the operator and cannot be removed.")
        del self._held[catalog_id]
        self._listed.catalogs = [added for added in self._listed.catalogs if id_of(added.location) != catalog_id]
        self._listed.titles.pop(catalog_id, None)
        self._listed.order = [other for other in self._listed.order if other != catalog_id]
        if held.origin == "sample":
            self._listed.hidden.append(catalog_id)
        self._save()
        return held

    async def settle(self) -> None:
        """Wait until the list is on disk."""
        if self._saving is not None:
            await self._saving

    def _place(self, origin: Origin, given: CatalogPreset | Added) -> None:
        try:
            location = canonical(given.location, self._root_dir)
        except (Fault, RuntimeError, ValueError) as problem:
            note = f"The catalog {redacted(given.location)} of the {origin} list cannot be used: {problem}"
            self.problems.append(CatalogProblem(code="bad-setting", message=note))
            return
        catalog_id = id_of(location)
        if catalog_id in self._held or (origin == "sample" and catalog_id in self._listed.hidden):
            return
        title = self._listed.titles.get(catalog_id, given.title)
        held = Held(id=catalog_id, location=location, origin=origin, kind=given.kind, title=title)
        held.manifest = self._files.load_manifest(catalog_id, location)
        for entry_id, document in list(held.manifest.documents.items()):
            if document.file and not reader.is_current(self._files.path(catalog_id, document.file)):
                # Lost, or of another version: not failed, but read anew; what is nested when it is opened.
                del held.manifest.documents[entry_id]
        if (root := held.root) is not None and not root.file:
            # Read anew, and until then it is loading rather than failed.
            del held.manifest.documents[ROOT]
        self._held[catalog_id] = held

    def _save(self) -> None:
        """Write the list soon; several changes at once are written once."""
        self._is_dirty = True
        if self._saving is None or self._saving.done():
            self._saving = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        while self._is_dirty:
            self._is_dirty = False
            copy = structs.replace(self._listed, catalogs=list(self._listed.catalogs))
            self.problems = [problem for problem in self.problems if problem.code != "store-readonly"]
            try:
                await asyncio.to_thread(self._files.save_list, copy)
            except OSError as problem:
                log.warning("The list of catalogs cannot be kept: %s", problem)
                note = f"The list of catalogs cannot be kept for the next start: {problem.strerror or problem}."
                self.problems.append(CatalogProblem(code="store-readonly", message=note))
