"""A server on a machine without any network: what is local works, what is not says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

UNSHARE = ["unshare", "--map-root-user", "--net"]


def can_unshare() -> bool:
    """Whether this kernel lets a process have a network of its own."""
    try:
        return subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not can_unshare(), reason="this system gives processes no network of their own (unshare --net)")
def test_without_a_network_all_that_is_local_works(tmp_path: Path) -> None:
    (tmp_path / "catalogs").mkdir()
    script = Path(__file__).with_name("without_network.py")
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [*UNSHARE, sys.executable, str(script), str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
