"""What an operator says of a Prometheus: what fits, and how it is told what does not."""

import pytest
from traitlets import TraitError
from traitlets.config import Config

from jupyterlab_pangeo.adapters.usage.prometheus_kept import KeptSources
from jupyterlab_pangeo.adapters.usage.prometheus_settings import (
    NoSecret,
    all_settings,
    login_of,
    settings_of,
    settings_of_environment,
)
from jupyterlab_pangeo.app import PangeoApp
from jupyterlab_pangeo.errors import Invalid

CANARY = "canary-7f3a9c51"
FITS = {"name": "hub", "url": "https://prometheus.example.org/base"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "recorder"}, "[0].name"),
        ({"name": "a/b"}, "[0].name"),
        ({"url": "ftp://example.org"}, "[0].url"),
        ({"url": "https://ann:pw@example.org"}, "[0].url"),
        ({"url": "https://example.org/?token=1"}, "[0].url"),
        ({"url": "https://example.org:99999"}, "[0].url"),
        ({"url": 7}, "[0].url"),
        ({"timeout": 0}, "[0].timeout"),
        ({"where": CANARY}, "[0]"),
        ({"headers": {"Host": CANARY}}, "[0].headers"),
        ({"headers": {"X-Org": f"{CANARY}\r\nX: 1"}}, "[0].headers"),
        ({"auth": {"kind": "magic"}}, "[0].auth.kind"),
        ({"auth": {"kind": "bearer"}}, "[0].auth.token_file"),
        ({"auth": {"kind": "bearer", "token": CANARY, "token_env": "A"}}, "[0].auth.token_env"),
        ({"auth": {"kind": "bearer", "token_env": "A", "password": CANARY}}, "[0].auth.password"),
        ({"auth": {"kind": "bearer", "token": [CANARY]}}, "[0].auth.token"),
        ({"auth": {"kind": "basic", "password_env": "A"}}, "[0].auth.username"),
        ({"auth": {"kind": "header", "header": "Content-Length", "value": CANARY}}, "[0].auth.header"),
        ({"auth": {"kind": "tls", "cert_file": "/a"}}, "[0].auth.key_file"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_not_repeated(change, path):
    with pytest.raises(TraitError) as caught:
        PangeoApp(config=Config({"PangeoApp": {"prometheus_sources": [{**FITS, **change}]}}))
    assert str(caught.value).startswith(f"prometheus_sources{path}:")
    assert CANARY not in str(caught.value)


def test_two_sources_of_one_name_are_refused():
    with pytest.raises(Invalid, match=r"prometheus_sources\[1\]\.name"):
        all_settings([FITS, FITS])


def test_a_source_does_not_show_its_secret():
    settings = settings_of({**FITS, "auth": {"kind": "bearer", "token": CANARY}, "headers": {"X-Org": CANARY}}, "")
    assert CANARY not in f"{settings!r} {settings.auth!r} {login_of(settings)!r} {[settings]}"


def test_variables_of_the_environment_describe_a_source(monkeypatch):
    environment = {"P_URL": "http://localhost:9090", "P_TOKEN": CANARY}
    monkeypatch.setenv("P_TOKEN", CANARY)
    settings = settings_of_environment(environment, "P")
    assert (settings.name, settings.url) == ("prometheus", "http://localhost:9090")
    assert login_of(settings).headers == {"Authorization": f"Bearer {CANARY}"}
    assert settings_of_environment({}, "P") is None


def test_a_file_with_a_token_goes_before_the_token(tmp_path):
    (tmp_path / "token").write_text("from-file\n")
    environment = {"P_URL": "http://localhost:9090", "P_TOKEN": CANARY, "P_TOKEN_FILE": str(tmp_path / "token")}
    assert login_of(settings_of_environment(environment, "P")).headers == {"Authorization": "Bearer from-file"}


def test_an_address_of_the_environment_that_is_none_is_named():
    with pytest.raises(Invalid, match=r"^P_URL"):
        settings_of_environment({"P_URL": "localhost:9090"}, "P")


def test_a_file_that_would_make_two_headers_of_one_is_refused(tmp_path):
    (tmp_path / "token").write_text("one\r\nX-Other: two")
    settings = settings_of({**FITS, "auth": {"kind": "bearer", "token_file": str(tmp_path / "token")}}, "")
    with pytest.raises(NoSecret, match="letters"):
        login_of(settings)


def test_what_is_kept_is_read_again_and_is_the_users_alone(tmp_path):
    kept = KeptSources(tmp_path / "deep" / "sources.json")
    assert kept.read() == []
    sources = all_settings([{**FITS, "auth": {"kind": "bearer", "token_env": "A"}}])
    kept.write(sources)
    assert kept.read() == sources
    assert (tmp_path / "deep" / "sources.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["{", "{}", "[7]", '[{"name": "a", "url": "file:///etc"}]', "\x00\xff"])
def test_a_file_that_cannot_be_read_costs_its_sources_alone(tmp_path, text):
    (tmp_path / "sources.json").write_text(text)
    assert KeptSources(tmp_path / "sources.json").read() == []
