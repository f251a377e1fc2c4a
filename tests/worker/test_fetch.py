"""Fetching by the policy: what may be reached, by whom, and at what cost."""

import asyncio
import contextlib
import gzip
import os
import socket
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from jupyterlab_pangeo.worker.addresses import CheckedResolver, check_address, check_name
from jupyterlab_pangeo.worker.fetch import Request, Validators, fetch, local_validators
from jupyterlab_pangeo.worker.http import fetch_http
from jupyterlab_pangeo.worker.limits import MIB, Limits
from jupyterlab_pangeo.worker.locations import canonical, redacted
from jupyterlab_pangeo.worker.problems import Fault, Overrun

QUICK = Limits(connect_seconds=0.5, first_byte_seconds=0.5, idle_seconds=0.5, fetch_seconds=1.5)


def refused(request: Request, limits: Limits = QUICK) -> Fault:
    with pytest.raises(Fault) as raised:
        fetch(request, limits)
    return raised.value


class Names(CheckedResolver):
    """A resolver with answers of its own, one list for each question."""

    def __init__(self, *answers: list[str]) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[str] = []

    async def look_up(self, host: str, port: int, family: socket.AddressFamily) -> Any:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]


# Local files


def test_a_local_file_is_read_and_then_known(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("sources: {}")
    first = fetch(Request(location=str(path)), Limits())
    assert first.data == b"sources: {}"
    assert fetch(Request(location=str(path), known=first.validators), Limits()).data is None
    os.utime(path, ns=(1, 1))
    touched = fetch(Request(location=str(path), known=first.validators), Limits())
    assert touched.data is None, "same bytes with another time are the same document"
    assert touched.validators.modified_ns == 1
    path.write_text("sources: {a: {}}")
    assert fetch(Request(location=str(path), known=touched.validators), Limits()).data == b"sources: {a: {}}"


@pytest.mark.timeout(20)
def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(Request(location=str(tmp_path / "none"))).code == "not-found"
    assert refused(Request(location=str(tmp_path))).code == "not-a-file"
    assert refused(Request(location=str(tmp_path / "pipe"))).code == "not-a-file"
    assert refused(Request(location="/dev/zero")).code == "not-a-file"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    with path.open("wb") as file:
        file.truncate(65 * MIB)
    fault = refused(Request(location=str(path)), Limits())
    assert isinstance(fault, Overrun)
    assert fault.code == "budget-bytes"
    assert "64 MiB" in str(fault)
    assert "PangeoApp.catalog_limits['bytes']" in str(fault)
    assert "16 MiB" in str(refused(Request(location=str(path)), Limits().quarter()))


@pytest.mark.parametrize("link", [False, True])
def test_the_operators_folders_hold_also_against_links(tmp_path: Path, link: bool) -> None:
    allowed, other = tmp_path / "data", tmp_path / "data-private"
    allowed.mkdir()
    other.mkdir()
    (other / "c.yaml").write_text("sources: {}")
    (allowed / "c.yaml").symlink_to(other / "c.yaml")
    outside = allowed / "c.yaml" if link else other / "c.yaml"
    assert refused(Request(location=str(outside), allowed_roots=[str(allowed)])).code == "forbidden-path"
    dotted = f"{allowed}/../data-private/c.yaml"
    assert refused(Request(location=dotted, allowed_roots=[str(allowed)])).code == "forbidden-path"
    (allowed / "own.yaml").write_text("sources: {}")
    assert fetch(Request(location=str(allowed / "own.yaml"), allowed_roots=[str(allowed)]), QUICK).data


def test_a_catalog_of_the_net_cannot_name_a_file(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources: {}")
    for location in (str(tmp_path / "c.yaml"), f"file://{tmp_path}/c.yaml"):
        assert refused(Request(location=location, referrer="https://example.org/c.yaml")).code == "denied-scheme"


@pytest.mark.parametrize("scheme", ["s3", "gs", "gopher", "ftp", "data"])
def test_other_protocols_are_named_as_not_supported(scheme: str) -> None:
    fault = refused(Request(location=f"{scheme}://bucket/c.yaml"))
    assert fault.code == "unsupported-scheme"
    assert f"{scheme}://" in str(fault)


def test_a_missing_file_has_no_validators(tmp_path: Path) -> None:
    assert local_validators(str(tmp_path / "none")) is None


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0", "0.0.0.0", "::", "224.0.0.1", "ff02::1",
        "255.255.255.255", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "::ffff:169.254.169.254",
        "2002:a9fe:a9fe::1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
@pytest.mark.parametrize("may_be_private", [False, True])
def test_link_local_and_reserved_addresses_are_never_reached(address: str, may_be_private: bool) -> None:
    with pytest.raises(Fault) as raised:
        check_address(address, may_be_private=may_be_private)
    assert raised.value.code == "denied-address"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "198.18.0.1",
    ],
)
def test_private_addresses_are_reached_only_where_they_may_be(address: str) -> None:
    check_address(address, may_be_private=True)
    with pytest.raises(Fault):
        check_address(address, may_be_private=False)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are_reached(address: str) -> None:
    check_address(address, may_be_private=False)


@pytest.mark.parametrize(
    "name", ["metadata.google.internal", "METADATA.google.internal.", "metadata", "x.metadata.goog"]
)
def test_names_of_metadata_servers_are_never_asked_for(name: str) -> None:
    with pytest.raises(Fault):
        check_name(name)


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "[fe80::1]",
        "0.0.0.0",
        "[::ffff:a9fe:a9fe]",
        "2852039166",
        "0xa9fea9fe",
        "metadata.google.internal",
    ],
)
def test_no_spelling_of_a_metadata_address_is_fetched(server: Any, host: str) -> None:
    assert refused(Request(location=f"http://{host}/c.yaml")).code in ("denied-address", "bad-location", "network")
    assert server.seen == []


# HTTP


def test_a_typed_url_of_this_machine_is_fetched_and_compared_by_etag(server: Any) -> None:
    def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        return web.Response(text="sources: {}", headers={"ETag": '"v1"'})

    server.routes["/c.yaml"] = answer
    first = fetch(Request(location=server.url("/c.yaml")), QUICK)
    assert first.data == b"sources: {}"
    assert first.validators.etag == '"v1"'
    assert fetch(Request(location=server.url("/c.yaml"), known=first.validators), QUICK).data is None
    assert "Cookie" not in server.seen[0].headers
    assert "Authorization" not in server.seen[0].headers


def test_the_same_bytes_without_an_etag_are_known_by_their_digest(server: Any) -> None:
    url = server.text("/c.yaml", "sources: {}")
    first = fetch(Request(location=url), QUICK)
    assert fetch(Request(location=url, known=first.validators), QUICK).data is None


@pytest.mark.parametrize(
    ("referrer", "is_fetched"),
    [
        (None, True),
        ("http://127.0.0.1:9/c.yaml", True),
        ("https://example.org/c.yaml", False),
        ("/local/c.yaml", False),
    ],
)
def test_a_private_host_is_fetched_only_for_a_person_or_its_own_catalog(
    server: Any, referrer: str | None, is_fetched: bool
) -> None:
    request = Request(location=server.text("/c.yaml", "sources: {}"), referrer=referrer)
    if is_fetched:
        assert fetch(request, QUICK).data
    else:
        assert refused(request).code == "denied-address"
        assert server.seen == []


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://169.254.169.254/latest/meta-data", "denied-address"),
        ("file:///etc/passwd", "denied-scheme"),
        ("gopher://127.0.0.1/x", "denied-scheme"),
        ("ftp://127.0.0.1/x", "denied-scheme"),
        ("http://localhost:1/c.yaml", "denied-address"),
        ("http://10.0.0.1/c.yaml", "denied-address"),
        ("http://user:hunter2@127.0.0.1/x", "userinfo"),
        ("//[fe80::1]/x", "denied-address"),
        ("/start", "too-many-redirects"),
    ],
)
def test_every_redirect_is_checked_again(server: Any, target: str, code: str) -> None:
    fault = refused(Request(location=server.redirect("/start", target)))
    assert fault.code == code
    assert "hunter2" not in str(fault)


def test_redirects_are_followed_within_the_limit(server: Any) -> None:
    for step in range(5):
        server.redirect(f"/{step}", f"/{step + 1}")
    server.text("/5", "sources: {}")
    assert fetch(Request(location=server.url("/0")), QUICK).data
    server.redirect("/5", "/6")
    server.text("/6", "sources: {}")
    assert refused(Request(location=server.url("/0"))).code == "too-many-redirects"


def test_a_redirect_never_leaves_encryption() -> None:
    from jupyterlab_pangeo.worker.http import _checked_redirect

    with pytest.raises(Fault) as raised:
        _checked_redirect("https://example.org/c.yaml", "http://example.org/c.yaml")
    assert raised.value.code == "denied-redirect"
    assert _checked_redirect("https://example.org/a/c.yaml", "../d.yaml") == "https://example.org/d.yaml"


def test_a_name_that_turns_private_between_hops_is_refused(server: Any) -> None:
    server.redirect("/start", f"http://other.example:{server.port}/c.yaml")
    server.text("/c.yaml", "sources: {}")
    names = Names(["127.0.0.1"])
    with pytest.raises(Fault) as raised:
        fetch_http(Request(location=f"http://first.example:{server.port}/start"), QUICK, names)
    assert raised.value.code == "denied-address"
    assert names.asked == ["first.example", "other.example"]
    assert [request.path for request in server.seen] == ["/start"]


def test_the_address_that_was_checked_is_the_one_connected_to(server: Any) -> None:
    server.text("/c.yaml", "sources: {}")
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    assert fetch_http(Request(location=f"http://flip.example:{server.port}/c.yaml"), QUICK, names).data
    assert names.asked == ["flip.example"], "a second question could have had another answer"


def test_one_denied_address_among_good_ones_denies_the_host(server: Any) -> None:
    with pytest.raises(Fault) as raised:
        fetch_http(Request(location=f"http://two.example:{server.port}/c"), QUICK, Names(["127.0.0.1", "169.254.1.1"]))
    assert raised.value.code == "denied-address"
    assert server.seen == []


def test_a_name_that_is_public_may_not_be_private_for_a_catalog(server: Any) -> None:
    request = Request(location=f"http://rebind.example:{server.port}/c", referrer="https://example.org/c.yaml")
    with pytest.raises(Fault) as raised:
        fetch_http(request, QUICK, Names(["127.0.0.1"]))
    assert raised.value.code == "denied-address"


@pytest.mark.parametrize("status", [201, 204, 400, 401, 403, 404, 500, 503])
def test_another_status_is_told(server: Any, status: int) -> None:
    server.routes["/c"] = lambda request: web.Response(status=status)
    fault = refused(Request(location=server.url("/c") + "?X-Amz-Signature=secret"))
    assert fault.code == "http-status"
    assert str(status) in str(fault)
    assert "secret" not in str(fault)


def test_nobody_listening_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        fault = refused(Request(location=f"http://127.0.0.1:{taken.getsockname()[1]}/c?token=secret"))
    assert fault.code == "network"
    assert "secret" not in str(fault)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", ["silent", "stops", "drips"])
def test_a_slow_server_is_given_up(server: Any, kind: str) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if kind == "silent":
            await asyncio.sleep(10)
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"sources:\n")
        while kind == "drips":
            await response.write(b" ")
            await asyncio.sleep(0.05)
        await asyncio.sleep(10)
        return response

    server.routes["/c"] = answer
    assert refused(Request(location=server.url("/c"))).code in ("timeout", "network")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("scheme", "said"), [("http", b"HTTP/1.1 200 OK\r\nX: "), ("http", b""), ("https", b"\x16")])
def test_a_server_whose_head_never_ends_is_given_up(scheme: str, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            with contextlib.suppress(OSError), listening.accept()[0] as connection:
                connection.sendall(said)
                while not ended.wait(0.1):
                    connection.sendall(b"x" if said else b"")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        fault = refused(Request(location=f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/c"))
        ended.set()
        thread.join(5)
    assert fault.code in ("timeout", "network")
    assert "Refresh to try again." in str(fault)


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_cut_off(server: Any, declared: bool) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(10 * MIB)} if declared else {})
        await response.prepare(request)
        try:
            for _ in range(160):
                await response.write(b"x" * 65536)
        except ConnectionError:
            pass
        return response

    server.routes["/c"] = answer
    assert refused(Request(location=server.url("/c")), Limits(max_bytes=MIB)).code == "budget-bytes"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("GZIP", gzip.compress), ("identity", bytes)],
)
def test_a_compressed_document_is_read(server: Any, encoding: str, pack: Any) -> None:
    body = pack(b"sources: {}\n" * 100)
    server.routes["/c"] = lambda request: web.Response(body=body, headers={"Content-Encoding": encoding})
    assert fetch(Request(location=server.url("/c")), QUICK).data == b"sources: {}\n" * 100


@pytest.mark.parametrize(
    ("encoding", "body", "limits", "code"),
    [
        ("gzip", gzip.compress(b"\0" * 8 * MIB), Limits(), "ratio"),
        ("gzip", gzip.compress(os.urandom(1000) * 3000), Limits(max_bytes=2 * MIB), "budget-bytes"),
        ("gzip", gzip.compress(b"sources: {}")[:-9], Limits(), "bad-encoding"),
        ("gzip", b"not gzip at all", Limits(), "bad-encoding"),
        ("br", b"anything", Limits(), "bad-encoding"),
        ("zstd", b"anything", Limits(), "bad-encoding"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), Limits(), "bad-encoding"),
    ],
)
def test_a_bad_compression_is_refused(server: Any, encoding: str, body: bytes, limits: Limits, code: str) -> None:
    server.routes["/c"] = lambda request: web.Response(body=body, headers={"Content-Encoding": encoding})
    assert refused(Request(location=server.url("/c")), limits).code == code


def test_the_operators_proxy_is_used(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.text("/c.yaml", "sources: {}")
    assert fetch(Request(location="http://example.org/c.yaml", referrer="https://example.org/x"), QUICK).data
    assert server.seen[0].host == "example.org"
    assert refused(Request(location="http://169.254.169.254/c.yaml")).code == "denied-address"


# Locations


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("HTTP://Example.ORG:80/a/b?q=1#part", "http://example.org/a/b?q=1"),
        ("https://example.org", "https://example.org/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        (" /data/../data/c.yaml ", "/data/c.yaml"),
        ("sub/c.yaml", "/root/sub/c.yaml"),
        ("file:///data/c%20d.yaml", "/data/c d.yaml"),
        ("s3://bucket/c.yaml", "s3://bucket/c.yaml"),
        ("a:b.yaml", "/root/a:b.yaml"),
    ],
)
def test_a_location_has_one_spelling(typed: str, found: str) -> None:
    assert canonical(typed, Path("/root")) == found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("https://me:pw@example.org/c", "userinfo"),
        ("https://token@example.org/c", "userinfo"),
        ("http://", "bad-location"),
        ("http://[::1/c", "bad-location"),
        ("http://h:99999/c", "bad-location"),
        ("file://other/c.yaml", "bad-location"),
        ("a\0b", "bad-location"),
    ],
)
def test_a_location_that_cannot_be_used_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Fault) as raised:
        canonical(typed, Path("/root"))
    assert raised.value.code == code
    assert "pw" not in str(raised.value)


def test_secrets_of_a_url_are_not_shown() -> None:
    shown = redacted("https://u:pw@h/x?X-Amz-Signature=abc&sig=def&name=ok&access_token=ghi")
    assert "ok" in shown
    assert not any(secret in shown for secret in ("pw", "abc", "def", "ghi"))


def test_validators_are_plain_data() -> None:
    assert Validators() == Validators(size=-1)
