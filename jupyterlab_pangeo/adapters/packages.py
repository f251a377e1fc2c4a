"""Ask a Python which packages are installed for it; none of them is imported."""

import asyncio
import contextlib
import json
import os
from collections.abc import Sequence

from ..errors import Upstream, UpstreamTimeout
from .dask.kernelspecs import Place

SECONDS = 20.0
_MARK = "MISSING "
_CHILD = f"""
import importlib.metadata, json, sys
missing = []
for name in json.loads(sys.argv[1]):
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        missing.append(name)
print({_MARK!r} + json.dumps(missing))
"""


async def missing_packages(place: Place, names: Sequence[str], *, seconds: float = SECONDS) -> list[str]:
    """Those of the names, as PyPI has them and without extras, that are not installed.

    Raises
    ------
    Upstream
        The Python cannot be started, or did not answer.
    UpstreamTimeout
        It took longer than ``seconds``.
    """
    try:
        # Not its own folder: what lies where the server runs is nothing that kernels have.
        child = await asyncio.create_subprocess_exec(
            place.python, "-c", _CHILD, json.dumps(list(names)), cwd="/", env={**os.environ, **place.environment},
            start_new_session=True, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise Upstream(f"cannot start {place.python}: {error.strerror}") from error
    try:
        said, _ = await asyncio.wait_for(child.communicate(), seconds)
    except (TimeoutError, asyncio.TimeoutError) as error:
        raise UpstreamTimeout(f"{place.python} did not say within {seconds:g} s what is installed") from error
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    lines = [line for line in said.decode(errors="replace").splitlines() if line.startswith(_MARK)]
    if not lines:
        raise Upstream(f"{place.python} did not say what is installed")
    return [str(name) for name in json.loads(lines[-1].removeprefix(_MARK))]
