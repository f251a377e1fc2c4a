"""Dashboards of a Grafana on the wire."""

from typing import Annotated, Any

from msgspec import Meta

from .common import Problem, Wire
from .usage import Name

Uid = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


class DashboardsRequest(Wire, frozen=True):
    """Dashboards of a Grafana whose title has the text, a page of 100 of them."""

    source: Name
    text: Annotated[str, Meta(max_length=200)] = ""
    page: Annotated[int, Meta(ge=1, le=1000)] = 1


class DashboardHit(Wire, frozen=True):
    """One dashboard; ``folder`` is empty for those that are in none."""

    uid: str
    title: str
    folder: str = ""
    tags: list[str] = []


class DashboardHits(Wire, frozen=True):
    """Dashboards in Grafana's order, or why there are none."""

    items: list[DashboardHit] = []
    has_more: bool = False
    problem: Problem | None = None


class DashboardRequest(Wire, frozen=True):
    """One dashboard of a Grafana."""

    source: Name
    uid: Uid


class DashboardAnswer(Wire, frozen=True):
    """A dashboard as Grafana stores it, and where it is in Grafana, or why it is not here.

    ``document`` is of another's making: nothing of it is checked but that it is JSON and how large it is.
    ``sources`` are names of sources that take PromQL, by uid, id and name of Grafana's data sources. ``has_page`` says
    whether Grafana's own page of it may be shown.
    """

    document: Any = None
    folder: str = ""
    link: str = ""
    sources: dict[str, str] = {}
    has_page: bool = False
    problem: Problem | None = None


class PageRequest(Wire, frozen=True):
    """A frame for Grafana's own page of a dashboard."""

    source: Name
    uid: Uid


class PageAnswer(Wire, frozen=True):
    """Where the frame's pages are, below the prefix of the routes; whoever knows ``path`` may read the dashboard."""

    id: str
    path: str
