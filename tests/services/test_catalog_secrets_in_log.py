"""The server's log does not say the token or signature that stands in a catalog's address."""

import asyncio

import pytest

from jupyterlab_pangeo.services.catalogs_held import Held
from jupyterlab_pangeo.services.catalogs_loading import Loader

SECRET = "wJalrXUtnFEMIK7MDENG"


def test_an_index_that_cannot_be_kept_is_logged_without_the_signature_of_its_address(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError("disk full")

    loader = Loader.__new__(Loader)
    monkeypatch.setattr(loader, "_keep", fail, raising=False)
    address = f"https://h.example/catalog.json?sig={SECRET}"
    asyncio.run(loader.keep(Held(id="x", location=address, origin="user", kind=None, title=None)))
    assert "h.example/catalog.json" in caplog.text
    assert SECRET not in caplog.text
