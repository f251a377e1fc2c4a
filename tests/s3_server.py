"""A server of moto's S3, and data in its public bucket."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from environments import environment

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}


@contextlib.contextmanager
def moto() -> Iterator[str]:
    """Serve S3 on a free port; yields its address."""
    python = environment("moto")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(python.parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise TimeoutError("moto's server did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def put(url: str, bucket: str, *places: Path) -> None:
    """Put files and folders into a bucket that everybody may read; it is made where there is none."""
    import s3fs

    store = s3fs.S3FileSystem(endpoint_url=url, key="testing", secret="testing")
    if not store.exists(bucket):
        store.mkdir(bucket, acl="public-read-write")
    for place in places:
        store.put(str(place), f"{bucket}/{place.name}", recursive=place.is_dir())
