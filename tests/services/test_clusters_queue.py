"""Many starts at once, and what is refused before anything starts."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from cluster_kit import fake, make_service, until, until_state
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_pangeo.errors import Conflict, Invalid, NotFound, TooMany
from jupyterlab_pangeo.schemas.clusters import Adaptive, ClusterSpec, Fixed
from jupyterlab_pangeo.services.clusters import ClusterService
from jupyterlab_pangeo.services.clusters_checks import clean_name


@pytest.fixture
async def service(nothing_left) -> AsyncIterator[ClusterService]:
    service = make_service(nothing_left.root, max_workers=100)
    await service.start()
    yield service
    await service.stop()


async def test_of_fifty_starts_two_begin_thirty_two_wait_and_the_rest_are_too_many(service, nothing_left):
    accepted, refused = [], 0
    for _ in range(50):
        try:
            accepted.append(await service.create(fake("slow")))
        except TooMany:
            refused += 1
    assert [cluster.state for cluster in accepted] == ["starting"] * 2 + ["queued"] * 32
    assert refused == 16
    await until(lambda: len(nothing_left.processes()) == 2)
    await service.stop()
    assert nothing_left.describe() == ""


async def test_the_queue_moves_on_when_a_start_ends_well_or_badly(service):
    first, second = await service.create(fake("fail")), await service.create(fake("run"))
    third = await service.create(fake("run"))
    fourth = await service.create(fake("run"))
    assert service.get(third.id).state == "queued"
    assert service.get(third.id).steps[0].state == "active"
    await until_state(service, first.id, "failed")
    for cluster in (second, third, fourth):
        await until_state(service, cluster.id, "running")


async def test_closing_a_queued_cluster_takes_it_out_of_the_queue(service):
    for _ in range(2):
        await service.create(fake("slow"))
    waiting = await service.create(fake("run"))
    assert (await service.close(waiting.id)).state == "closing"
    await until_state(service, waiting.id, "closed")
    assert waiting.id not in [cluster.id for cluster in service.list().items]


async def test_a_cancelled_start_makes_room_for_the_next(service):
    slow = [await service.create(fake("slow")) for _ in range(2)]
    waiting = await service.create(fake("run"))
    await service.close(slow[0].id)
    await until_state(service, waiting.id, "running")


async def test_names_are_counted_by_factory_and_kernelspec(service):
    names = [(await service.create(fake("slow"))).name for _ in range(3)]
    assert names == ["fake-1", "fake-2", "fake-3"]
    spec = ClusterSpec(factory="fake", kernelspec="python3", options={"behaviour": "slow"})
    assert (await service.create(spec)).name == "python3-1"
    assert (await service.create(fake("slow", name="fake-1"))).name == "fake-1"


async def test_the_same_request_starts_one_cluster(service):
    first = await service.create(fake("slow", request_id="click-0001"))
    with pytest.raises(Conflict, match=first.id):
        await service.create(fake("slow", request_id="click-0001"))
    assert len(service.list().items) == 1


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (ClusterSpec(factory="nothing"), "$.factory"),
        (ClusterSpec(factory="fake", kernelspec="cobol"), "$.kernelspec"),
        (ClusterSpec(factory="fake", options={"behaviour": 3}), "$.options.behaviour"),
        (ClusterSpec(factory="fake", options={"colour": "red"}), "$.options.colour"),
        (ClusterSpec(factory="local", options={"threadsPerWorker": 0}), "$.options.threadsPerWorker"),
        (ClusterSpec(factory="local", options={"threadsPerWorker": True}), "$.options.threadsPerWorker"),
        (ClusterSpec(factory="local", options={"threadsPerWorker": 1.5}), "$.options.threadsPerWorker"),
        (ClusterSpec(factory="local", options={"memoryLimitBytes": 1024}), "$.options.memoryLimitBytes"),
        (ClusterSpec(factory="fake", scaling=Adaptive(minimum=3, maximum=2)), "$.scaling.minimum"),
        (ClusterSpec(factory="fake", scaling=Adaptive(minimum=3, maximum=101)), "$.scaling.maximum"),
        (ClusterSpec(factory="fake", scaling=Fixed(workers=101)), "$.scaling.workers"),
        (ClusterSpec(factory="rigid", scaling=Adaptive(minimum=0, maximum=2)), "$.scaling.mode"),
        (ClusterSpec(factory="fake", name="a\nb"), "$.name"),
        (ClusterSpec(factory="fake", name="safe\u202egpj"), "$.name"),
        (ClusterSpec(factory="fake", name="   "), "$.name"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_path_and_nothing_starts(service, spec, path):
    with pytest.raises(Invalid) as caught:
        await service.create(spec)
    assert caught.value.path == path
    assert service.list().items == []
    assert service.recorder.seen == []


async def test_bounds_of_scaling_are_checked_before_the_state(service):
    cluster = await service.create(fake("slow"))
    with pytest.raises(Invalid) as caught:
        await service.scale(cluster.id, Adaptive(minimum=2, maximum=1))
    assert caught.value.path == "$.minimum"
    with pytest.raises(Invalid) as caught:
        await service.scale(cluster.id, Fixed(workers=101))
    assert caught.value.path == "$.workers"


async def test_a_whole_float_is_the_integer_it_stands_for(service):
    spec = ClusterSpec(factory="local", options={"threadsPerWorker": 2.0, "memoryLimitBytes": 0})
    options = (await service.create(spec)).options
    assert options == {"threadsPerWorker": 2, "memoryLimitBytes": 0}
    assert isinstance(options["threadsPerWorker"], int)


async def test_no_id_but_a_known_one_is_found(service):
    calls = [service.close, service.logs, service.workers, service.restart, service.plots]
    for call in calls:
        with pytest.raises(NotFound):
            await call("nobody")
    with pytest.raises(NotFound):
        await service.rename("nobody", "name")
    with pytest.raises(NotFound):
        await service.scale("nobody", Fixed(workers=1))
    for call in (service.get, service.connection, service.dashboard_socket):
        with pytest.raises(NotFound):
            call("nobody")


async def test_nothing_starts_once_the_server_stops(service):
    await service.stop()
    with pytest.raises(Conflict):
        await service.create(fake())


async def test_the_last_twenty_closed_clusters_are_kept(nothing_left):
    service = make_service(nothing_left.root, max_queued=100)
    clusters = [await service.create(fake("slow")) for _ in range(24)]
    for cluster in reversed(clusters[2:]):
        await service.close(cluster.id)
    await until(lambda: len(service.list().items) == 2)
    kept = []
    for cluster in clusters[2:]:
        try:
            kept.append(service.get(cluster.id).state)
        except NotFound:
            continue
    assert kept == ["closed"] * 20
    await service.stop()


@given(st.text(max_size=90))
def test_a_clean_name_is_stable_and_bounded(name):
    try:
        cleaned = clean_name(name)
    except Invalid:
        return
    assert 1 <= len(cleaned) <= 80
    assert clean_name(cleaned) == cleaned


async def test_samples_of_a_cluster_that_closes_come_to_an_end(service):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    service.subscribe(cluster.id, lambda sample: None)
    await asyncio.sleep(0)
    await service.close(cluster.id)
    await until(lambda: not service._samplers._tasks)
