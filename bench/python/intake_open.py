"""Open and list a catalog with intake: CPU seconds and bytes of memory, as JSON."""

import json
import sys
import time
from pathlib import Path

import intake


def peak() -> int:
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024


before = peak()
started = time.process_time()
names = list(intake.open_catalog(sys.argv[1]))
spent = time.process_time() - started
print(json.dumps({"cpu": spent, "memory": peak() - before, "entries": len(names)}))
