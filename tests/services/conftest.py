"""Fixtures of the service tests."""

from collections.abc import AsyncIterator

import pytest
from prometheus_kit import service_of, standing_in
from search_api import Api


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """A served API."""
    served = Api()
    runner = await served.start()
    yield served
    if served.gate is not None:
        served.gate.set()
    await runner.cleanup()


@pytest.fixture
async def stand_in():
    """A stand-in for a Prometheus that answers what the test says."""
    async with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
async def made(tmp_path):
    """Make services of one store at an address; they are stopped at the end."""
    services = []

    def make(url, **more):
        services.append(service_of(tmp_path, {"name": "store", "url": url, **more}))
        return services[-1]

    yield make
    for service in services:
        await service.stop()


@pytest.fixture
def service(made, stand_in):
    """A service of the stand-in."""
    return made(stand_in.url)
