"""A bare LocalCluster without workers; says ``ready`` and waits for the end of its input."""

import sys

from distributed import LocalCluster

with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0"):
    print("ready", flush=True)
    sys.stdin.read()
