"""Encodings of XML documents: each is brought to UTF-8, and what cannot be read costs a character, not the document."""

import codecs
import re

from ..schemas.catalogs import CatalogProblem
from .limits import MIB
from .problems import Fault, clip, warning

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Documents of a wide encoding without a byte order mark begin with '<' all the same.
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']""")
# What XML forbids in any spelling; it is found in real records all the same.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def glance(data: bytes) -> bytes:
    """Begin of a document in something like UTF-8, for a look at what it is."""
    start = data[:8192]
    encoding, mark = _encoding(start)
    if encoding.startswith(("utf-16", "utf-32")):
        return start[len(mark) :].decode(encoding, "replace").encode()
    return start.removeprefix(codecs.BOM_UTF8)


def utf8(data: bytes) -> tuple[bytes, list[CatalogProblem]]:
    """Bring a document to UTF-8, without a byte order mark.

    Returns
    -------
    tuple
        The document, and a warning where characters had to be replaced or left out.

    Raises
    ------
    Fault
        It names an encoding that is none.
    """
    encoding, mark = _encoding(data)
    try:
        # Python also calls encodings what turns bytes into bytes; those do not encode text.
        "".encode(encoding)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
    except (LookupError, UnicodeError):
        note = f"The XML says to be in {clip(encoding)!r}, an encoding that is not known."
        raise Fault("xml-encoding", note) from None
    pieces: list[bytes] = []
    is_changed = False
    view = memoryview(data)
    for begin in range(len(mark), len(data), MIB):
        text = decoder.decode(bytes(view[begin : begin + MIB]), begin + MIB >= len(data))
        if "\ufffd" in text or _FORBIDDEN.search(text):
            is_changed = True
            text = _FORBIDDEN.sub("", text)
        pieces.append(text.encode("utf-8", "replace"))
    note = f"Some characters of the file are none in {encoding}, or not allowed in XML; they are replaced or left out."
    return b"".join(pieces), [warning("xml-encoding", note)] if is_changed else []


def _encoding(data: bytes) -> tuple[str, bytes]:
    """Encoding of a document by its mark, its first letter or its declaration, and the mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, mark
    for begin, name in _WIDE:
        if data.startswith(begin):
            return name, b""
    declared = _DECLARED.match(data[:300])
    name = declared[1].decode().lower() if declared else "utf-8"
    # A document that can be read byte by byte up to here is not wide, whatever it says.
    return ("utf-8" if name.startswith(("utf-16", "utf-32", "ucs-", "utf16", "utf32")) else name), b""
