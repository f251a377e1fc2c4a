"""Ask a kernelspec's Python what it can start, in a child that may hang or print as it likes."""

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import Upstream, UpstreamTimeout
from .factory import ClusterFactory
from .kernelspecs import Place

CHILD = Path(__file__).with_name("probe_child.py")
PROBE_SECONDS = 60.0


@dataclass(frozen=True)
class Probe:
    """What a Python can start.

    Attributes
    ----------
    versions
        Of ``python``, ``dask`` and ``distributed``, where they can be imported.
    errors
        By package: why it cannot be imported.
    classes
        By factory id: why its class cannot be imported, None where it can.
    labextension
        The section of the Dask configuration, None where there is none.
    """

    versions: Mapping[str, str]
    errors: Mapping[str, str]
    classes: Mapping[str, str | None]
    labextension: Mapping[str, Any] | None

    def fault(self, factory: str) -> str | None:
        """Why a factory is not available here, None where it is or was not asked for."""
        if self.errors:
            return "; ".join(f"{name}: {error}" for name, error in self.errors.items())
        return self.classes.get(factory)


async def run_probe(place: Place, factories: Iterable[ClusterFactory], *, seconds: float = PROBE_SECONDS) -> Probe:
    """Run the child and read its answer.

    Raises
    ------
    Upstream
        The Python cannot be started, or ended without an answer.
    UpstreamTimeout
        It took longer than ``seconds``.
    """
    classes = [{"id": item.id, "module": item.module, "class": item.class_name} for item in factories]
    with tempfile.TemporaryDirectory(prefix="jupyterlab-pangeo-probe-") as folder:
        answer = Path(folder) / "answer.json"
        errors = await _run(place, answer, json.dumps({"classes": classes}).encode(), seconds)
        try:
            return _read(await asyncio.to_thread(answer.read_bytes))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            last = errors.strip().splitlines()[-1:] or ["it said nothing"]
            raise Upstream(f"{place.python} did not say what it can start: {last[0][:500]}") from error


async def _run(place: Place, answer: Path, request: bytes, seconds: float) -> str:
    environment = {**os.environ, **place.environment}
    try:
        child = await asyncio.create_subprocess_exec(
            place.python, str(CHILD), str(answer), env=environment, start_new_session=True,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise Upstream(f"cannot start {place.python}: {error.strerror}") from error
    try:
        _, errors = await asyncio.wait_for(child.communicate(request), seconds)
    except (TimeoutError, asyncio.TimeoutError) as error:
        raise UpstreamTimeout(f"{place.python} did not say within {seconds:g} s what it can start") from error
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return errors.decode(errors="replace")


def _read(data: bytes) -> Probe:
    answer = json.loads(data)
    section = answer["labextension"]
    return Probe(
        versions=dict(answer["versions"]),
        errors=dict(answer["errors"]),
        classes=dict(answer["classes"]),
        labextension=section if isinstance(section, dict) else None,
    )
