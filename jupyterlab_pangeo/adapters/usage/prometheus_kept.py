"""The sources that a user added: where they are and where their secrets lie, in a file of the user's alone."""

import logging
import os
import tempfile
from pathlib import Path

import msgspec

from ...errors import Invalid
from .prometheus_settings import Settings, all_settings

_log = logging.getLogger(__name__)


class KeptSources:
    """A file with sources. Its methods block."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Settings]:
        """What was kept; nothing where the file cannot be read, which the log says."""
        try:
            return all_settings(msgspec.json.decode(self._path.read_bytes(), type=list), self._path.name)
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError, ValueError, Invalid) as error:
            _log.warning("the sources of usage in %s cannot be read: %s", self._path, error)
            return []

    def write(self, sources: list[Settings]) -> None:
        """Keep these, all or none of them; raises `OSError`."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with the mode 0600.
        file, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(msgspec.json.encode(sources))
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
