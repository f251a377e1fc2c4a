"""Files of the catalogs: the user's list, and for each catalog what its index folder holds."""

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from ...schemas.catalogs import CatalogProblem
from ...worker.identity import SCHEMA_VERSION
from .manifest import Document, Manifest
from .ready import ReadyIndexes

__all__ = ["Added", "CatalogFiles", "Document", "Kept", "Listed", "Manifest"]

# Seconds after which a file that is still being written belongs to nobody.
_ABANDONED = 3600.0
# Seconds within which the use of an index is not noted again.
_NOTED = 60.0


class Added(Struct, frozen=True, kw_only=True):
    """A catalog that the user added."""

    location: str
    kind: str | None = None
    title: str | None = None
    origin: Literal["user", "setting"] = "user"


class Listed(Struct, kw_only=True):
    """The user's list. ``order`` holds ids; ``hidden`` samples that were removed."""

    version: int = 1
    catalogs: list[Added] = []
    titles: dict[str, str] = {}
    order: list[str] = []
    hidden: list[str] = []


class Kept(NamedTuple):
    """An index on disk: its size in bytes, and when it was last used in nanoseconds since the epoch."""

    catalog_id: str
    path: Path
    size: int
    used_ns: int


class CatalogFiles:
    """Reads and writes these files. Every method may block: call them in a thread.

    Parameters
    ----------
    store
        Folder of the user's list; made with mode 0700.
    cache
        Folder of the indexes; made with mode 0700. Losing it costs only time.
    ready
        Folder of indexes that an operator made ahead; None where there is none.
    """

    def __init__(self, store: Path, cache: Path, ready: Path | None = None) -> None:
        self.cache = cache
        self._ready = ReadyIndexes(ready)
        self._list = store / "catalogs.json"

    def prepare(self) -> CatalogProblem | None:
        """Make the folders; tells of an index folder that is somebody else's, and takes a new one in its place."""
        self._list.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        if self._claim():
            return None
        note = f"{self.cache} is not a folder of this user; the catalogs' index goes to a new folder instead."
        self.cache = Path(tempfile.mkdtemp(prefix="jupyterlab-pangeo-"))
        return CatalogProblem(code="cache-unsafe", message=note, severity="warning")

    def _claim(self) -> bool:
        """Make the folder of the indexes, or see whether the one that is there is ours; then close it to others."""
        with contextlib.suppress(FileExistsError):
            self.cache.mkdir(mode=0o700)
        status = self.cache.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            return False
        self.cache.chmod(0o700)
        return True

    def load_list(self) -> tuple[Listed, CatalogProblem | None]:
        """The user's list; one that cannot be read is kept aside and told of, and an empty one answered."""
        try:
            data = self._list.read_bytes()
        except FileNotFoundError:
            return Listed(), None
        except OSError as problem:
            note = f"The list of catalogs, {self._list}, cannot be read: {problem.strerror}."
            return Listed(), CatalogProblem(code="store-unreadable", message=note)
        try:
            listed = msgspec.json.decode(data, type=Listed)
            if listed.version == 1:
                return listed, None
            reason = f"its version is {listed.version}"
        except (msgspec.DecodeError, ValueError) as problem:
            reason = str(problem)
        aside = self._list.with_name(f"catalogs.json.unreadable-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
        with contextlib.suppress(OSError):
            self._list.replace(aside)
        note = f"The list of catalogs could not be read ({reason}); it is kept as {aside}."
        return Listed(), CatalogProblem(code="store-corrupt", message=note)

    def save_list(self, listed: Listed) -> None:
        """Replace the user's list, mode 0600; raises OSError."""
        # The folder may not be there yet, or not any more.
        self._list.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self._list, msgspec.json.format(msgspec.json.encode(listed), indent=1))

    def folder(self, catalog_id: str) -> Path:
        """Folder of a catalog's index."""
        return self.cache / catalog_id

    def path(self, catalog_id: str, name: str) -> Path:
        """Path of an index: the user's own, or one that an operator made ahead."""
        return self._ready.place(catalog_id, name) or self.folder(catalog_id) / name

    def new_file(self, catalog_id: str) -> Path:
        """A name for a worker to write an index to; raises OSError."""
        return self._made(catalog_id) / f"{os.urandom(8).hex()}.part"

    def _made(self, catalog_id: str) -> Path:
        # What cleans temporary files may have removed all of it, and somebody else may have taken the name.
        if not self._claim():
            raise PermissionError(errno.EACCES, f"{self.cache} is not a folder of this user")
        folder = self.folder(catalog_id)
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def take(self, catalog_id: str, written: str, entry_id: str, digest: str) -> str:
        """Put a finished index in its place; answers its name.

        The name comes from the content, so that two servers of one user that share the folder agree.
        """
        name = f"{entry_id or 'root'}-{digest[:16]}-{SCHEMA_VERSION}.sqlite"
        Path(written).replace(self.folder(catalog_id) / name)
        self._ready.replaced(catalog_id, name)
        return name

    def kept(self) -> list[Kept]:
        """Every index in the folder, whoever's catalog it is of."""
        found: list[Kept] = []
        with contextlib.suppress(OSError):
            for folder in [each for each in self.cache.iterdir() if each.is_dir()]:
                for path in folder.glob("*.sqlite"):
                    with contextlib.suppress(OSError):
                        status = path.stat()
                        found.append(Kept(folder.name, path, status.st_size, status.st_mtime_ns))
        return found

    def drop(self, paths: list[Path]) -> None:
        """Remove indexes."""
        for path in paths:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def note_use(self, path: Path) -> None:
        """Remember that an index was used: its time says when, for all servers that share the folder."""
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - _NOTED and path.is_relative_to(self.cache):
                os.utime(path)

    def load_manifest(self, catalog_id: str, location: str) -> Manifest:
        """What is indexed of a catalog, by the user or ahead; an empty manifest where nothing usable is."""
        return self._ready.merged(catalog_id, self._own_manifest(catalog_id, location), self.folder(catalog_id))

    def _own_manifest(self, catalog_id: str, location: str) -> Manifest:
        try:
            manifest = msgspec.json.decode((self.folder(catalog_id) / "manifest.json").read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError, ValueError):
            return Manifest(location=location)
        usable = manifest.version == 1 and manifest.location == location
        return manifest if usable else Manifest(location=location)

    def save_manifest(self, catalog_id: str, manifest: Manifest) -> None:
        """Replace a catalog's manifest; raises OSError."""
        _write(self._made(catalog_id) / "manifest.json", msgspec.json.encode(manifest))

    def sweep(self, catalog_id: str, keep: set[str]) -> None:
        """Remove index files that are not of use any more, and what a killed worker left."""
        with contextlib.suppress(OSError):
            for path in self.folder(catalog_id).iterdir():
                if path.suffix == ".sqlite":
                    is_useless = path.name not in keep
                else:
                    is_useless = path.suffix == ".part" and path.stat().st_mtime < time.time() - _ABANDONED
                if is_useless:
                    path.unlink(missing_ok=True)

    def forget(self, catalog_id: str) -> None:
        """Remove a catalog's index."""
        shutil.rmtree(self.folder(catalog_id), ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    """Replace a file as a whole, so that a crash leaves the old one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
