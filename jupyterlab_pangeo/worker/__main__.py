"""The worker process: ``python -m jupyterlab_pangeo.worker PARENT_PID [NAME=MODULE:ATTRIBUTE …]``.

Reads jobs from stdin and writes reports to stdout, a JSON object a line. Ends when stdin ends.
"""

import gc
import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from . import readers as reading
from . import sandbox
from .job import run
from .problems import Fault
from .protocol import Hello, Job, Report


def main() -> None:
    """Serve jobs until the companion closes the pipe."""
    sandbox.enclose(int(sys.argv[1]))
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    # Parsing makes no cycles; the collector would take two thirds of its time.
    gc.disable()
    specs = [reading.ReaderSpec(*argument.split("=", 1)) for argument in sys.argv[2:]]
    available, failures = reading.load(specs or reading.BUILT_IN)
    _say(answers, Hello(readers=list(available), failures=failures))
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    while True:
        job = msgspec.json.decode(jobs.get(), type=Job)
        _say(answers, _guarded(job, available))
        gc.collect()


def _guarded(job: Job, available: dict[str, reading.Reader]) -> Report:
    try:
        with sandbox.budget(job.limits):
            return run(job, available)
    except Fault as fault:
        return Report(state="failed", problems=[fault.problem()], is_spent=True)


def _say(answers: BinaryIO, message: Hello | Report) -> None:
    answers.write(msgspec.json.encode(message) + b"\n")


def _listen(jobs: "queue.SimpleQueue[bytes]") -> None:
    """Pass lines on; the end of the pipe is the end of the process, also in the middle of a job."""
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
