"""Undoes a transfer compression piece by piece, so that a small answer cannot become a huge document."""

import zlib

from .limits import MIB, Limits
from .problems import Fault, Overrun, clip

_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Decoder:
    """Decodes an HTTP body within the limits of size and ratio.

    Parameters
    ----------
    encoding
        Value of Content-Encoding.

    Raises
    ------
    Fault
        The encoding is none that was asked for.
    """

    def __init__(self, encoding: str, limits: Limits) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity") and name not in _WINDOW:
            raise Fault("bad-encoding", f"The answer is compressed as {clip(encoding)!r}, which was not asked for.")
        self._decoder = zlib.decompressobj(_WINDOW[name]) if name in _WINDOW else None
        self._limits = limits
        self._received = 0
        self._decoded = 0

    def feed(self, chunk: bytes) -> bytes:
        """Decoded bytes of the next piece.

        Raises
        ------
        Fault
            The data are damaged, or grow by more than the ratio.
        Overrun
            The document is too large.
        """
        self._received += len(chunk)
        if self._decoder is None:
            return self._counted(chunk)
        # One byte more than allowed is enough to know.
        room = self._limits.max_bytes - self._decoded + 1
        try:
            return self._counted(self._decoder.decompress(chunk, room))
        except zlib.error as problem:
            raise Fault("bad-encoding", f"The compressed answer is damaged: {problem}.") from None

    def finish(self) -> bytes:
        """Rest of the document.

        Raises
        ------
        Fault
            The compressed data end early.
        """
        if self._decoder is not None and not self._decoder.eof:
            raise Fault("bad-encoding", "The compressed answer ends early.")
        return b""

    def _counted(self, data: bytes) -> bytes:
        self._decoded += len(data)
        if self._decoded > self._limits.max_bytes:
            raise Overrun(self._limits, "bytes")
        # Small documents may well shrink more than this.
        if self._decoded > max(MIB, self._limits.max_ratio * self._received):
            note = f"The answer grows more than {self._limits.max_ratio:g}-fold when decompressed; refused."
            raise Fault("ratio", f"{note} PangeoApp.catalog_limits['ratio'] raises the limit.")
        return data
