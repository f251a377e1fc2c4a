"""What lies at a path that is no document: a folder, a store, or a file of data, each looked at within bounds."""

import os
import stat
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from .limits import Limits
from .problems import Fault
from .signatures import ZARR_FILES, by_files, by_name, contradicts, of_file

MAX_NAMES = 20_000
MAX_LISTED = 5_000
# Files of a folder whose first bytes are looked at; beyond these their names are believed.
_MAX_PEEKS = 2_000
_PEEK = 512
_MAX_ARRAYS = 500
_MAX_FILE = 4 * 1024 * 1024
# What the metadata of the stores in one folder may have in all.
_ROOM = 16 * 1024 * 1024


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in a folder.

    Parameters
    ----------
    format
        Empty for a folder that is no store.
    target
        Real path of a folder that is reached by a link.
    trouble
        Why it cannot be used, as far as that shows: ``unreadable``, ``wrong-content``, ``empty``.
    files
        Of a Zarr store, its metadata file by name, where the folder's stores together have room for it.
    """

    name: str
    format: str = ""
    size: int = -1
    is_folder: bool = False
    target: str = ""
    trouble: str = ""
    files: dict[str, str] = {}


class Listing(Struct, frozen=True, kw_only=True):
    """What is in a folder. ``other`` counts files of no known format, ``outside`` links that lead out of the roots."""

    items: list[Item]
    other: int = 0
    outside: int = 0
    is_cut: bool = False


class Store(Struct, frozen=True, kw_only=True):
    """A store's own description: texts of its metadata files by path inside of it, as far as they were read."""

    format: str
    files: dict[str, str] = {}
    is_whole: bool = True


def look(path: Path, roots: list[Path], limits: Limits) -> tuple[str, bytes]:
    """Look at a folder.

    Returns
    -------
    tuple
        ``folder`` with a listing, or ``store`` with a description, as JSON.

    Raises
    ------
    Fault
        It cannot be listed.
    """
    names = _names(path)
    form = by_files(names) or _packed(path, names)
    if form:
        return "store", msgspec.json.encode(_store(path, form, names, limits))
    return "folder", msgspec.json.encode(_listing(path, names, roots))


def _names(path: Path) -> list[str]:
    names: list[str] = []
    try:
        with os.scandir(path) as found:
            for entry in found:
                names.append(entry.name)
                if len(names) > MAX_NAMES:
                    break
    except OSError as problem:
        raise Fault("unreadable", f"{path} cannot be listed: {problem.strerror}.") from None
    return sorted(names)


def _packed(path: Path, names: list[str]) -> str:
    """Format of a folder that holds the parts of one table; by its name, for each part is a file of its own kind."""
    named = by_name(str(path))
    is_table = named == "parquet" and any(by_name(name) == "parquet" for name in names)
    return "parquet" if is_table else ""


def _listing(path: Path, names: list[str], roots: list[Path]) -> Listing:
    items: list[Item] = []
    outside, room = 0, _ROOM
    # A name that is no text cannot stand in code.
    shown = [name for name in names[:MAX_NAMES] if not name.startswith(".") and _is_text(name)]
    other = sum(not _is_text(name) for name in names)
    for name in shown:
        if len(items) >= MAX_LISTED:
            break
        place = path / name
        if place.is_symlink() and not _is_inside(place, roots):
            outside += 1
            continue
        item = _item(place, len(items) < _MAX_PEEKS)
        if item is not None and item.format in ("zarr", "kerchunk") and item.is_folder and room > 0:
            item = structs.replace(item, files=_description(place, min(room, _MAX_FILE)))
            room -= sum(map(len, item.files.values()))
        if item is None:
            other += 1
        else:
            items.append(item)
    return Listing(items=items, other=other, outside=outside, is_cut=len(items) >= MAX_LISTED or len(names) > MAX_NAMES)


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _is_inside(place: Path, roots: list[Path]) -> bool:
    try:
        real = place.resolve()
    except (OSError, RuntimeError):
        return False
    return not roots or any(real.is_relative_to(root) for root in roots)


def _item(place: Path, peeks: bool) -> Item | None:
    try:
        status = place.stat()
    except OSError:
        return Item(name=place.name, format=by_name(place.name), trouble="unreadable") if by_name(place.name) else None
    if stat.S_ISDIR(status.st_mode):
        return _folder(place)
    if not stat.S_ISREG(status.st_mode):
        return None
    named = by_name(place.name)
    is_json = place.suffix.lower() == ".json"
    if not named and not is_json:
        return None
    if not peeks:
        return Item(name=place.name, format=named, size=status.st_size) if named else None
    try:
        with place.open("rb") as file:
            head = file.read(_PEEK if named else 4096)
    except OSError:
        return Item(name=place.name, format=named, size=status.st_size, trouble="unreadable") if named else None
    form = of_file(named, head)
    if not form:
        return None
    trouble = "" if not named else "empty" if not head else "wrong-content" if contradicts(named, head) else ""
    return Item(name=place.name, format=form if not trouble else named, size=status.st_size, trouble=trouble)


def _folder(place: Path) -> Item:
    target = str(place.resolve()) if place.is_symlink() else ""
    named = by_name(place.name)
    try:
        names = _names(place)
    except Fault:
        return Item(name=place.name, format=named, is_folder=True, target=target, trouble="unreadable")
    form = by_files(names) or _packed(place, names)
    if form == "zarr" and _has_references(place):
        form = "kerchunk"
    trouble = "wrong-content" if not form and named in ("zarr", "icechunk", "tiledb") else ""
    return Item(
        name=place.name, format=form or (named if trouble else ""), is_folder=True, target=target, trouble=trouble
    )


def _description(place: Path, most: int) -> dict[str, str]:
    """The file that tells of the most, of those that a Zarr store has."""
    for name in (".zmetadata", "zarr.json"):
        try:
            with (place / name).open("rb") as file:
                data = file.read(most + 1)
        except OSError:
            continue
        return {name: data.decode("utf-8", "replace")} if len(data) <= most else {}
    return {}


def _has_references(place: Path) -> bool:
    """Whether what looks like a Zarr store is a table of references, as kerchunk writes it."""
    try:
        with (place / ".zmetadata").open("rb") as file:
            return b'"record_size"' in file.read(_MAX_FILE)
    except OSError:
        return False


def _store(path: Path, form: str, names: list[str], limits: Limits) -> Store:
    if form != "zarr":
        return Store(format=form)
    files: dict[str, str] = {}
    left = limits.max_bytes
    is_whole = True
    wanted = [name for name in (*ZARR_FILES, ".zattrs") if name in names]
    if ".zmetadata" not in names:
        folders = [name for name in names if not name.startswith(".") and _is_text(name) and (path / name).is_dir()]
        is_whole = len(folders) <= _MAX_ARRAYS
        own = ("zarr.json",) if "zarr.json" in names else (".zarray", ".zattrs")
        wanted += [f"{folder}/{name}" for folder in folders[:_MAX_ARRAYS] for name in own]
    for name in wanted:
        most = limits.max_bytes if name in (".zmetadata", "zarr.json") else _MAX_FILE
        try:
            with (path / name).open("rb") as file:
                data = file.read(min(left, most) + 1)
        except OSError:
            continue
        if len(data) > min(left, most):
            is_whole = False
            continue
        left -= len(data)
        files[name] = data.decode("utf-8", "replace")
    return Store(
        format="kerchunk" if '"record_size"' in files.get(".zmetadata", "") else form, files=files, is_whole=is_whole
    )
