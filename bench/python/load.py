"""Give a cluster work: ``load.py steady CONNECTION`` for ever, ``load.py tasks CONNECTION COUNT``
once."""

import contextlib
import json
import sys
import time
from typing import Any

from distributed import Client, Security, wait

PERIOD = 0.2  # seconds
RATE = 50  # tasks a second
LONGEST = 20.0  # seconds; what has not run by then, on a busy machine, is given up


def short(number: int) -> bytes:
    time.sleep(0.005)
    return bytes(2000) + str(number).encode()


def increment(number: int) -> int:
    return number + 1


def client(connection: dict[str, Any]) -> Client:
    security = None
    if connection.get("caFile"):
        security = Security(
            tls_ca_file=connection["caFile"],
            tls_client_cert=connection["certFile"],
            tls_client_key=connection["keyFile"],
            require_encryption=True,
        )
    return Client(connection["address"], security=security)


def main() -> None:
    kind, connection = sys.argv[1], json.loads(sys.argv[2])
    with client(connection) as connected:
        if kind == "tasks":
            futures = connected.map(increment, range(int(sys.argv[3])), pure=False)
            with contextlib.suppress(TimeoutError):
                wait(futures, timeout=LONGEST)
            return
        kept: list[Any] = []
        first = 0
        while True:
            started = time.perf_counter()
            numbers = range(first, first + int(RATE * PERIOD))
            kept = (kept + connected.map(short, numbers, pure=False))[-400:]
            first = numbers.stop
            print(first, flush=True)
            time.sleep(max(0.0, PERIOD - (time.perf_counter() - started)))


if __name__ == "__main__":
    main()
