"""The dashboard Hub on a real JupyterHub that a real Prometheus scrapes, asked through a Jupyter server."""

import asyncio
import json
import re
import subprocess
import time
from pathlib import Path

import pytest
from hub_kit import hub_in
from prometheus_kit import scraping

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
LOGINS = "Logins a day"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub that somebody logged in to before it was scraped: what a counter had before is in no increase."""
    with hub_in(tmp_path_factory.mktemp("hub")) as hub:
        assert hub.login("eve") == 302
        yield hub


@pytest.fixture(scope="module")
def store(hub, tmp_path_factory):
    jobs = [("hub", hub.port, {"metrics_path": "/hub/metrics"})]
    with scraping("prometheus", tmp_path_factory.mktemp("store"), jobs) as url:
        yield url


@pytest.fixture(scope="module")
def panels():
    """Titles and expressions of the dashboard."""
    command = ["node", str(ROOT / "tests" / "dashboard_expressions.mjs"), "hub"]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


@pytest.fixture
def jp_server_config(pangeo_config, store):
    sources = [{"name": "hub", "title": "Hub", "url": store}]
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], "prometheus_sources": sources}}


@pytest.fixture
def number(jp_fetch):
    """The one number that answers an expression now, or None."""

    async def number(expr):
        query = {"expr": expr, "end": time.time(), "kind": "instant"}
        body = json.dumps({"source": "hub", "queries": [query]})
        headers = {"Content-Type": "application/json"}
        answer = await jp_fetch("pangeo", "usage", "promql", method="POST", body=body, headers=headers)
        (found,) = json.loads(answer.body)["answers"]
        assert found.get("problem") is None
        return found["series"][0]["values"][0] if found["series"] else None

    return number


async def until(number, expr, condition):
    while (value := await number(expr)) is None or not condition(value):
        await asyncio.sleep(0.2)
    return value


def test_every_metric_and_label_of_the_dashboard_is_one_that_a_hub_has(hub, panels):
    told = hub.metrics()
    used = {name for _, exprs in panels for expr in exprs for name in re.findall(r"jupyterhub_\w+", expr)}
    assert used
    assert [name for name in used if not re.search(rf"^{name}[{{ ]", told, re.MULTILINE)] == []
    labels = {label for _, exprs in panels for expr in exprs for label in re.findall(r'(\w+)=~?"', expr)}
    assert [label for label in labels if f'{label}="' not in told] == []


async def test_logins_and_who_is_active_are_counted_and_a_wrong_password_is_none(hub, panels, number):
    expressions = {title: exprs[0] for title, exprs in panels}
    count = 'sum(jupyterhub_request_duration_seconds_count{handler=~".*LoginHandler",method="POST",code="302"})'
    await until(number, count, lambda value: value == 1)
    await until(number, expressions[LOGINS], lambda value: value == 0)
    assert await asyncio.to_thread(hub.login, "ann", "wrong") == 403
    for user in ("ann", "bob"):
        assert await asyncio.to_thread(hub.login, user) == 302
    await until(number, count, lambda value: value == 3)
    # Prometheus extrapolates an increase to the ends of its span, which is the less the longer it has scraped.
    await until(number, expressions[LOGINS], lambda value: 2 <= value < 2.5)
    await until(number, expressions["Active in 24 hours"], lambda value: value == 3)
    assert await number(expressions["Running servers"]) == 0
