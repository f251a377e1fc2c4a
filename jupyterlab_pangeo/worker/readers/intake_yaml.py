"""What the readers of both Intake formats share: the text of a file, and an entry as the file writes it."""

from yaml.events import MappingStartEvent, SequenceStartEvent

from ..problems import Fault
from ..yaml_stream import AnyEvent, YamlStream

MAX_SOURCE = 20_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str:
    """Text of a YAML file.

    Raises
    ------
    Fault
        It is neither UTF-8 nor UTF-16.
    """
    encoding = "utf-16" if data[:2] in UTF16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Fault(
            "yaml-encoding", f"The file is not text in UTF-8: {problem.reason} at byte {problem.start}."
        ) from None


def span(stream: YamlStream, key: AnyEvent, value: AnyEvent) -> tuple[int, int, int]:
    """Where an entry stands in the text: start, end, and the column it starts in. Ask when its value was built."""
    is_collection = isinstance(value, MappingStartEvent | SequenceStartEvent)
    end = stream.last.end_mark.index if is_collection else value.end_mark.index
    start = key.start_mark.index
    return start, min(end, start + MAX_SOURCE), key.start_mark.column


def written(text: str, place: tuple[int, int, int]) -> str:
    """The entry as the file writes it, indented as if it stood alone."""
    start, end, column = place
    found = text[start:end].rstrip()
    indent = text[start - column : start] if column else ""
    return found.replace("\n" + indent, "\n") if indent and indent.isspace() else found
