"""Indexes that an operator made ahead for all users; they are only ever read."""

from pathlib import Path

import msgspec
from msgspec import structs

from .manifest import Document, Manifest


class ReadyIndexes:
    """A folder in the shape of a user's index folder, which this process never writes to.

    Parameters
    ----------
    folder
        The folder; None where there is none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: dict[str, set[str]] = {}

    def place(self, catalog_id: str, name: str) -> Path | None:
        """Path of an index that is in use from here; None where it is the user's own."""
        if self._folder is None or name not in self._used.get(catalog_id, ()):
            return None
        return self._folder / catalog_id / name

    def replaced(self, catalog_id: str, name: str) -> None:
        """The user has an index of that name."""
        self._used.get(catalog_id, set()).discard(name)

    def merged(self, catalog_id: str, own: Manifest, folder: Path) -> Manifest:
        """What is indexed of a catalog, here and by the user; of two the later one. May block.

        Parameters
        ----------
        catalog_id
            The catalog.
        own
            The user's.
        folder
            Where the user's indexes of the catalog are.
        """
        if self._folder is None:
            return own
        documents, used = dict(own.documents), set[str]()
        for entry_id, theirs in self._load(catalog_id, own.location).items():
            ours = documents.get(entry_id)
            has_own = ours is not None and bool(ours.file) and (folder / ours.file).is_file()
            if ours is None or not (has_own or ours.file == theirs.file) or theirs.checked_at > ours.checked_at:
                documents[entry_id] = theirs
                has_own = (folder / theirs.file).is_file()
            if not has_own:
                used.add(theirs.file)
        self._used[catalog_id] = used
        return structs.replace(own, documents=documents)

    def _load(self, catalog_id: str, location: str) -> dict[str, Document]:
        assert self._folder is not None
        try:
            data = (self._folder / catalog_id / "manifest.json").read_bytes()
            manifest = msgspec.json.decode(data, type=Manifest)
        except (OSError, msgspec.DecodeError, ValueError):
            return {}
        if manifest.version != 1 or manifest.location != location:
            return {}
        return {key: document for key, document in manifest.documents.items() if _is_plain(document.file)}


def _is_plain(name: str) -> bool:
    """Whether it is a name of an index, and leads nowhere else."""
    return name.endswith(".sqlite") and Path(name).name == name
