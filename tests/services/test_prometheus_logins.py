"""How a store lets us in: what is sent where, and that no secret comes back."""

import datetime
import ipaddress
import json
import logging
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from prometheus_kit import standing_in

from jupyterlab_pangeo.schemas.promql import LabelsRequest, PromqlQuery, PromqlRequest

CANARY = "canary-7f3a9c51"
END = 1_800_000_000.0


async def ask(service, expr="1"):
    query = PromqlQuery(expr=expr, end=END, kind="instant")
    (found,) = (await service.answer(PromqlRequest(source="store", queries=[query]))).answers
    return found


async def problem(service):
    return (await ask(service)).problem


LOGINS = [
    {"kind": "bearer", "token_env": "CANARY"},
    {"kind": "bearer", "token_file": "canary.txt"},
    {"kind": "bearer", "token": CANARY},
    {"kind": "basic", "username": "ann", "password_env": "CANARY"},
    {"kind": "header", "header": "X-Key", "value_env": "CANARY"},
]


@pytest.fixture
def canary(monkeypatch, tmp_path):
    monkeypatch.setenv("CANARY", CANARY)
    (tmp_path / "canary.txt").write_text(f"{CANARY}\n")
    monkeypatch.chdir(tmp_path)


def sent(headers):
    return [headers.get(name) for name in ("Authorization", "X-Key") if headers.get(name)]


@pytest.mark.parametrize("auth", LOGINS)
async def test_a_login_goes_to_the_store_and_comes_back_in_nothing(made, stand_in, canary, auth, caplog):
    caplog.set_level(logging.DEBUG)
    service = made(stand_in.url, auth=auth)
    found = await ask(service)
    assert found.series
    ((_, path, headers, form),) = stand_in.asked
    (login,) = sent(headers)
    assert login in (f"Bearer {CANARY}", "Basic YW5uOmNhbmFyeS03ZjNhOWM1MQ==", CANARY)
    # A store that repeats what it was sent.
    stand_in.status = 400
    stand_in.body = json.dumps({"status": "error", "errorType": "bad_data", "error": f"no: {login} {CANARY}"})
    refused = await problem(service)
    labels = await service.labels(LabelsRequest(source="store", what="names"))
    shown = f"{refused} {labels} {await service.sources()} {path} {form} {caplog.text} {service._preset!r}"
    assert refused.code == "bad-query"
    assert CANARY not in shown
    assert login.split()[-1] not in shown


async def test_a_warning_that_repeats_a_secret_is_masked(made, stand_in):
    stand_in.body = json.dumps({"status": "success", "data": ["a"], "warnings": [f"token {CANARY} is old"]})
    service = made(stand_in.url, auth={"kind": "bearer", "token": CANARY})
    found = await service.labels(LabelsRequest(source="store", what="names"))
    assert (found.values, found.notices) == (["a"], ["token … is old"])


@pytest.mark.parametrize("auth", LOGINS)
async def test_a_login_is_not_carried_to_where_a_redirect_leads(made, stand_in, canary, auth):
    async with standing_in() as elsewhere:
        stand_in.status, stand_in.headers = 307, {"Location": f"{elsewhere.url}/api/v1/query"}
        assert (await problem(made(stand_in.url, auth=auth))).code == "redirected"
        assert elsewhere.asked == []


async def test_a_token_that_was_changed_is_used(made, stand_in, canary, tmp_path):
    service = made(stand_in.url, auth={"kind": "bearer", "token_file": str(tmp_path / "canary.txt")})
    await ask(service)
    (tmp_path / "canary.txt").write_text("another")
    await ask(service)
    assert [sent(headers) for _, _, headers, _ in stand_in.asked] == [[f"Bearer {CANARY}"], ["Bearer another"]]


@pytest.mark.parametrize(
    ("auth", "place"),
    [({"token_env": "NOT_THERE"}, "variable NOT_THERE"), ({"token_file": "not/there"}, "file not/there")],
)
async def test_a_secret_that_is_not_there_is_named_and_nothing_is_asked(made, stand_in, auth, place):
    found = await problem(made(stand_in.url, auth={"kind": "bearer", **auth}))
    assert (found.code, place in found.message) == ("no-secret", True)
    assert stand_in.asked == []


async def test_what_the_environment_knows_of_other_hosts_is_not_sent(service, stand_in, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login ann password {CANARY}\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    await ask(service)
    assert sent(stand_in.asked[0][2]) == []


class Authority:
    """A certificate authority of the test's own, and what it signs, as files."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        self.ca = self._kept("ca.pem", self._signed(self.name, self.key, is_authority=True))

    def sign(self, name):
        """Files of a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        raw = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / f"{name}.key").write_bytes(raw)
        return self._kept(f"{name}.pem", self._signed(subject, key)), str(self.folder / f"{name}.key")

    def _signed(self, subject, key, *, is_authority=False):
        now = datetime.datetime.now(datetime.timezone.utc)
        alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(alternative, critical=False)
            .sign(self.key, hashes.SHA256())
        )

    def _kept(self, name, certificate):
        (self.folder / name).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return str(self.folder / name)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
async def guarded(authority):
    """A stand-in that asks for a certificate of the authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority.ca)
    context.load_cert_chain(*authority.sign("server"))
    context.verify_mode = ssl.CERT_REQUIRED
    async with standing_in(context) as stand_in:
        yield stand_in


async def test_a_certificate_lets_us_in(made, guarded, authority):
    cert, key = authority.sign("client")
    auth = {"kind": "tls", "cert_file": cert, "key_file": key}
    assert (await ask(made(guarded.url, auth=auth, ca_file=authority.ca))).series
    assert guarded.asked


async def test_without_a_certificate_nothing_is_asked(made, guarded, authority):
    found = await problem(made(guarded.url, ca_file=authority.ca))
    assert found.code in ("tls", "unreachable")
    assert guarded.asked == []


async def test_an_authority_that_is_unknown_is_told(made, guarded):
    found = await problem(made(guarded.url, auth={"kind": "bearer", "token": CANARY}))
    assert found.code == "tls"
    assert "not trusted" in found.message
    assert guarded.asked == []


async def test_a_certificate_that_is_not_there_is_named_and_its_key_is_not_told(made, guarded, authority):
    cert, key = authority.sign("client")
    auth = {"kind": "tls", "cert_file": f"{cert}.gone", "key_file": key}
    found = await problem(made(guarded.url, auth=auth, ca_file=authority.ca))
    assert (found.code, f"{cert}.gone" in found.message) == ("no-secret", True)
    assert "PRIVATE" not in found.message
