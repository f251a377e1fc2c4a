"""Runs in a namespace without a network: starts a Jupyter server there and asks it; the outcome is the exit status.

python without_network.py FOLDER
"""

import fcntl
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import local_catalogs
from jupyter_kit import Server

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
REMOTE = ["https://catalogs.example.org/c.yaml", "http://93.184.216.34/c.yaml", "https://[2606:2800:220:1::1]/c.yaml"]


def loopback_up() -> None:
    """Only the loopback is there in a new namespace, and it is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        name = b"lo".ljust(16, b"\0")
        found = fcntl.ioctl(control, SIOCGIFFLAGS, name + bytes(24))
        flags = struct.unpack_from("h", found, 16)[0] | IFF_UP
        fcntl.ioctl(control, SIOCSIFFLAGS, name + struct.pack("h", flags) + bytes(22))


def check(server: Server, folder: Path) -> None:
    """All that is local works; what is not fails in place, quickly and with its cause, and hides no neighbour."""
    locals_ = local_catalogs.write(folder)
    begun = time.monotonic()
    for location in REMOTE:
        added = server.add(location)
        assert added["state"] == "failed", added
        [problem] = added["problems"]
        assert problem["code"] == "network", problem
        assert "cannot be reached" in problem["message"], problem
        assert "whether this server has a network" in problem["message"], problem
    assert time.monotonic() - begun < 15, "remote catalogs take long to fail"
    for local in locals_:
        local_catalogs.check(server, local)
    nested = "".join(
        f"  e{number}: {{driver: yaml_file_cat, args: {{path: '{location}'}}}}\n"
        for number, location in enumerate(REMOTE)
    )
    (folder / "mixed.yaml").write_text(f"sources:\n{nested}  near: {{driver: zarr, args: {{urlpath: /data/x.zarr}}}}\n")
    mixed = server.add(folder / "mixed.yaml")
    for name, entry in server.entries(mixed["id"]).items():
        if name != "near":
            opened = server.expand(mixed["id"], entry["id"])
            assert opened["childState"] == "failed", opened
            assert opened["problems"][0]["code"] == "network", opened
    assert list(server.entries(mixed["id"])) == ["e0", "e1", "e2", "near"]
    assert server.ask(f"catalogs/{mixed['id']}/entries/{entry['id']}")["recipe"]
    assert len(server.ask("catalogs")["items"]) == len(REMOTE) + len(locals_) + 1


def main(folder: Path) -> None:
    """Check, and end the server whatever comes of it."""
    loopback_up()
    with tempfile.TemporaryDirectory(prefix="jp") as runtime:
        server = Server(folder / "server", Path(runtime), settings={"catalog_cache_folder": str(folder / "cache")})
        try:
            check(server, folder / "catalogs")
        finally:
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
