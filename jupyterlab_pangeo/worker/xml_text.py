"""XML as data within a budget: no document type, no entities of its own, and what comes before a mistake survives."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat

from ..schemas.catalogs import CatalogProblem
from .limits import MIB, Limits
from .problems import Fault, Overrun, clip, error
from .xml_encoding import glance, utf8

SPACES: dict[str, tuple[str, ...]] = {
    "atom": ("http://www.w3.org/2005/Atom",),
    "csw": ("http://www.opengis.net/cat/csw/2.0.2", "http://www.opengis.net/cat/csw/3.0"),
    "dc": ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/"),
    "dct": ("http://purl.org/dc/terms/",),
    "gco": ("http://www.isotc211.org/2005/gco", "http://standards.iso.org/iso/19115/-3/gco/1.0"),
    "gmd": ("http://www.isotc211.org/2005/gmd",),
    "gml": ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2"),
    "gmx": ("http://www.isotc211.org/2005/gmx",),
    "ows": ("http://www.opengis.net/ows", "http://www.opengis.net/ows/1.1", "http://www.opengis.net/ows/2.0"),
    "srv": ("http://www.isotc211.org/2005/srv",),
    "thredds": ("http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0",),
    "xlink": ("http://www.w3.org/1999/xlink",),
}
"""Namespaces by the prefixes that look-ups know them by, whatever prefixes a document itself has chosen."""

_NAMED_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NO_ATTRIBUTES: dict[str, str] = {}


class Element:
    """One element. Names of elements and attributes are told without prefix.

    Parameters
    ----------
    space, name
        Namespace, empty where there is none, and local name.
    attributes
        Values by local name, or by ``{namespace}name`` where they have one.

    Attributes
    ----------
    text
        Character data directly inside, without those of the children.
    is_whole
        Whether its end was read; of the elements of a document that breaks off, those around the break are not.
    """

    __slots__ = ("attributes", "children", "end", "is_whole", "name", "space", "start", "text")

    def __init__(self, space: str, name: str, attributes: dict[str, str], start: int) -> None:
        self.space = space
        self.name = name
        self.attributes = attributes
        self.children: Sequence[Element] = ()
        self.text = ""
        self.is_whole = False
        self.start = start
        self.end = start

    def get(self, name: str) -> str:
        """Value of an attribute, stripped; empty where there is none.

        Parameters
        ----------
        name
            ``name`` for one with or without a namespace, the latter first; ``prefix:name`` as in `SPACES`.
        """
        prefix, _, local = name.rpartition(":")
        if prefix:
            return next((self.attributes[key] for key in _keys(prefix, local) if key in self.attributes), "").strip()
        if local in self.attributes:
            return self.attributes[local].strip()
        ending = "}" + local
        return next((value for key, value in self.attributes.items() if key.endswith(ending)), "").strip()

    def all(self, path: str) -> Iterator["Element"]:
        """Elements at a path, in the document's order.

        Parameters
        ----------
        path
            Steps with slashes between them, each ``name`` in any namespace, ``prefix:name`` as in `SPACES`,
            ``*`` for any element; ``**/`` before the last step goes through any number of levels.
        """
        step, _, rest = path.partition("/")
        if step == "**":
            for element in self.walk():
                if element is not self and element.answers_to(rest):
                    yield element
            return
        for child in self.children:
            if child.answers_to(step):
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, path: str) -> "Element | None":
        """The first element at a path, or None."""
        return next(self.all(path), None)

    def said(self, path: str = "") -> str:
        """All text inside of the first element at a path that has any, or of this one; white space at the ends cut."""
        if not path:
            return "".join(element.text for element in self.walk()).strip()
        return next((said for each in self.all(path) if (said := each.said())), "")

    def walk(self) -> Iterator["Element"]:
        """Yield it and all inside of it, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def answers_to(self, step: str) -> bool:
        """Whether one step of a path leads to it."""
        prefix, _, name = step.rpartition(":")
        return (name in ("*", self.name)) and (not prefix or self.space in SPACES[prefix])


class Document(NamedTuple):
    """A document that was read; ``data`` is its text in UTF-8, without a byte order mark.

    ``problems`` say where it breaks off, and that characters could not be read.
    """

    root: Element
    problems: list[CatalogProblem]
    data: bytes

    def written(self, element: Element, most: int = 20_000) -> str:
        """How the document writes an element, at most ``most`` characters."""
        end = element.end
        if not element.is_whole:
            end = len(self.data)
        elif self.data[end : end + 2] == b"</":
            end = self.data.index(b">", end) + 1
        elif tag := _START_TAG.match(self.data, element.start):
            end = tag.end()
        return self.data[element.start : min(end, element.start + 4 * most)].decode("utf-8", "replace")[:most]


def root_name(data: bytes) -> str:
    """Local name of a document's root as far as a glance tells; empty where it is no XML, or has a document type."""
    start = glance(data)
    begin = _PROLOGUE.match(start)
    found = _NAMED_ROOT.match(start, begin.end() if begin else 0)
    return found[1].decode() if found else ""


def parse_xml(data: bytes, limits: Limits) -> Document:
    """Elements of a document.

    Parameters
    ----------
    data
        The document, in any encoding that Python knows and that it names or marks.
    limits
        Its budget: bytes; elements and attributes; levels.

    Raises
    ------
    Fault
        It is not XML from the start on, has a document type, or names an encoding that is none.
    Overrun
        It is too large, or nested too deeply.
    """
    if len(data) > limits.max_bytes:
        raise Overrun(limits, "bytes")
    text, problems = utf8(data)
    builder = _Builder(limits)
    trouble = builder.feed(text)
    if builder.root is None:
        raise Fault("xml-syntax", f"Not valid XML: {trouble or 'the file is empty'}.")
    if trouble:
        problems.append(error("xml-syntax", f"The XML breaks off ({trouble}); what follows is not shown."))
    return Document(builder.root, problems, text)


class _Builder:
    """Makes elements of the parser's events and counts them."""

    def __init__(self, limits: Limits) -> None:
        self.root: Element | None = None
        self._limits = limits
        self._left = limits.max_nodes
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._names: dict[str, tuple[str, str]] = {}
        # The encoding is told, so that what the document says of it, which no longer holds, does not count.
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def feed(self, text: bytes) -> str:
        """Read a document; answers where and why it breaks off, or nothing."""
        view = memoryview(text)
        try:
            for begin in range(0, len(text), MIB):
                self._parser.Parse(view[begin : begin + MIB], False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as problem:
            # Hands on the letters that the parser still holds back.
            self._parser.buffer_text = False
            return f"line {problem.lineno}: {clip(expat.ErrorString(problem.code) or str(problem))}"
        finally:
            for element, texts in zip(self._open, self._texts, strict=True):
                element.text = "".join(texts)
            # The parser holds on to its handlers, and these to it.
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None
        return ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise Overrun(self._limits, "nodes")
        if len(self._open) >= self._limits.max_depth:
            raise Overrun(self._limits, "depth")
        space, local = self._names.get(name) or self._named(name)
        if attributes:
            attributes = {(_braced(key) if " " in key else key): value for key, value in attributes.items()}
        element = Element(space, local, attributes or _NO_ATTRIBUTES, self._parser.CurrentByteIndex)
        if not self._open:
            self.root = element
        else:
            parent = self._open[-1]
            if isinstance(parent.children, list):
                parent.children.append(element)
            else:
                parent.children = [element]
        self._open.append(element)
        self._texts.append([])

    def _end(self, name: str) -> None:
        element, texts = self._open.pop(), self._texts.pop()
        if texts:
            text = "".join(texts)
            element.text = "" if text.isspace() else text
        element.is_whole = True
        element.end = self._parser.CurrentByteIndex

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _named(self, name: str) -> tuple[str, str]:
        space, _, local = name.rpartition(" ")
        return self._names.setdefault(name, (space, local))


def _refuse(*_: object) -> int:
    note = (
        "The XML has a document type or entities of its own, which can name other files or grow without bound; refused."
    )
    raise Fault("xml-doctype", note)


def _braced(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{{{space}}}{local}"


def _keys(prefix: str, local: str) -> Iterator[str]:
    return (f"{{{space}}}{local}" for space in SPACES[prefix])
