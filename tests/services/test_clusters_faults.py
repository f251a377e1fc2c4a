"""One cluster that is stuck, and a clock that jumps, seen from the list (R09, R16)."""

import asyncio
import os
import signal
import time
from datetime import datetime, timedelta, timezone

import pytest
from cluster_kit import fake, make_service, until_state
from cryptography import x509

from jupyterlab_pangeo.host.lifetime import IdleWatch
from jupyterlab_pangeo.launcher import make_tls_files
from jupyterlab_pangeo.schemas.clusters import Fixed


async def test_one_cluster_that_is_stuck_leaves_the_list_and_the_others_alone(nothing_left):
    service = make_service(nothing_left.root)
    await service.start()
    stuck, well = await service.create(fake()), await service.create(fake())
    for cluster in (stuck, well):
        await until_state(service, cluster.id, "running")
    pid = service._find(stuck.id).host.process.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        asked = asyncio.ensure_future(service.workers(stuck.id))
        await asyncio.sleep(0)
        begun = time.monotonic()
        assert {cluster.id for cluster in service.list().items} == {stuck.id, well.id}
        assert (await service.scale(well.id, Fixed(workers=3))).scaling == Fixed(workers=3)
        assert time.monotonic() - begun < 2
        assert not asked.done()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert (await asked).total == 0
    await service.stop()


@pytest.mark.parametrize("days", [-3, 3])
async def test_a_clock_that_jumps_ends_no_start_and_no_cluster(nothing_left, monkeypatch, days):
    service = make_service(nothing_left.root, start_deadline=20)
    await service.start()
    running = await service.create(fake())
    await until_state(service, running.id, "running")
    starting = await service.create(fake("slow", seconds=0.5))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86_400)
    assert (await until_state(service, starting.id, "running", "failed")).state == "running"
    assert service.get(running.id).state == "running"
    await service.stop()


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_jumps_makes_no_cluster_idle(monkeypatch, days):
    watch = IdleWatch(3600)
    activity = {"busy": False, "mark": 1}
    assert watch.look(activity) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86_400)
    assert watch.look(activity) is None


def test_certificates_outlast_a_clock_that_was_hours_ahead(short_folder):
    """A machine that took local time for universal time sets its clock back by up to 14 hours."""
    short_folder.chmod(0o700)
    make_tls_files(short_folder)
    certificate = x509.load_pem_x509_certificate((short_folder / "tls" / "cert.pem").read_bytes())
    now = datetime.now(timezone.utc)
    assert certificate.not_valid_before_utc <= now - timedelta(hours=14)
    assert certificate.not_valid_after_utc >= now + timedelta(days=29)
