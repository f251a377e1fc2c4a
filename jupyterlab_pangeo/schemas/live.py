"""Messages of the live socket: the page subscribes, the server says what changed."""

from typing import Annotated, Literal

from msgspec import Meta

from .clusters import ClusterSample
from .common import Count, Wire
from .usage import UsageNow

Topic = Literal["clusters", "factories", "catalogs", "entries", "previews"]
Stream = Literal["cluster-samples", "warm-host", "usage"]
StreamId = Annotated[str, Meta(max_length=80)]


class Subscribe(Wire, frozen=True, tag="subscribe", tag_field="type"):
    """Send what the stream yields: samples of a cluster, what is used (``usage``); ``warm-host`` keeps a host ready."""

    stream: Stream
    id: StreamId = ""


class Unsubscribe(Wire, frozen=True, tag="unsubscribe", tag_field="type"):
    """Stop what `Subscribe` began."""

    stream: Stream
    id: StreamId = ""


LiveRequest = Subscribe | Unsubscribe


class Hello(Wire, frozen=True, tag="hello", tag_field="type"):
    """First message: the server half's version."""

    version: str


class Changed(Wire, frozen=True, tag="changed", tag_field="type"):
    """Something of a topic changed; ``id`` is None where the whole list did. Revisions only grow."""

    topic: Topic
    id: str | None
    revision: Count


class Sampled(Wire, frozen=True, tag="sampled", tag_field="type"):
    """A live sample of one cluster."""

    id: str
    sample: ClusterSample


class Used(Wire, frozen=True, tag="used", tag_field="type"):
    """What the user's processes use, after each sample of the recorder."""

    use: UsageNow


class Refused(Wire, frozen=True, tag="refused", tag_field="type"):
    """A request on the socket that was not understood or not allowed."""

    code: str
    message: str


LiveMessage = Hello | Changed | Sampled | Used | Refused
