"""Hashes of catalog documents whose data the user lets previews open, in a file of the user's own."""

import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

from ..errors import PangeoError

_MOST = 5000


class TrustFile:
    """The file; read at each question, so that it holds for all servers of the user. Methods block.

    Parameters
    ----------
    path
        Where it lies; made when something is first trusted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def has(self, digest: str) -> bool:
        """Whether a document with this hash is trusted."""
        return bool(digest) and digest in self._read()

    def add(self, digest: str, location: str) -> None:
        """Trust a document; raises PangeoError where that cannot be kept."""
        known = self._read()
        known[digest] = {"location": location, "since": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        kept = dict(list(known.items())[-_MOST:])
        try:
            self._write(json.dumps({"version": 1, "trusted": kept}, indent=1))
        except OSError as error:
            raise PangeoError(f"what is trusted cannot be kept in {self._path}: {error.strerror}") from error

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))["trusted"]
        except (OSError, ValueError, KeyError, TypeError):
            # A lost file means to be asked again, no more.
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # It is made with the mode 0600.
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
