"""Which Prometheus or Grafana is asked and how it lets us in: what was set, checked, and where its secrets lie."""

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from ...errors import Invalid

MASK = "…"
_LEAST_SECRET = 4
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = {"host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te", "trailer"}
_SPOKEN = re.compile(r"^(?P<message>.*?)(?: - at `\$?(?P<path>[^`]*)`)?$", re.DOTALL)
_NAMED = {
    "bearer": (("token", "token_env", "token_file"),),
    "basic": (("username",), ("password", "password_env", "password_file")),
    "header": (("header",), ("value", "value_env", "value_file")),
    "tls": (("cert_file",), ("key_file",)),
    "none": (),
}


class NoSecret(Exception):
    """A secret is not where the settings say; the message names the place, never what lies there."""


class Auth(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field=None):
    """How the store lets us in. Each secret is named: a variable of the environment or a file."""

    kind: str = "none"
    token: str = ""
    token_env: str = ""
    token_file: str = ""
    username: str = ""
    password: str = ""
    password_env: str = ""
    password_file: str = ""
    header: str = ""
    value: str = ""
    value_env: str = ""
    value_file: str = ""
    cert_file: str = ""
    key_file: str = ""

    def __repr__(self) -> str:
        """Say the kind and no secret."""
        return f"Auth({self.kind})"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One Prometheus. ``timeout`` is in seconds, for one query."""

    name: str
    url: str
    title: str = ""
    auth: Auth = Auth()
    ca_file: str = ""
    headers: dict[str, str] = {}
    timeout: float = 30.0

    def __repr__(self) -> str:
        """Say which one and no secret."""
        return f"Settings({self.name})"


class GrafanaSettings(Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One Grafana; browsers reach it at ``public_url``, or at the same address as this server where that is empty."""

    public_url: str = ""


_Kind = TypeVar("_Kind", bound=Settings)


class Login(msgspec.Struct, frozen=True):
    """What goes along with a request, and what of it must not be shown."""

    headers: dict[str, str]
    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        """Say nothing."""
        return "Login()"

    def masked(self, text: str) -> str:
        """Text of the store without the secrets that it may repeat."""
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def settings_of(raw: Any, path: str) -> Settings:
    """Settings of one Prometheus; raises `Invalid`, which names the field and repeats no value."""
    return _checked(raw, path, Settings)


def all_settings(given: list[Any], path: str = "prometheus_sources") -> list[Settings]:
    """Settings of all of them; raises `Invalid`, also where two have one name."""
    return _all_checked(given, path, Settings)


def grafana_settings(given: list[Any]) -> list[GrafanaSettings]:
    """Settings of all Grafanas; raises `Invalid` as `all_settings` does."""
    return _all_checked(given, "grafana_sources", GrafanaSettings)


def _checked(raw: Any, path: str, kind: type[_Kind]) -> _Kind:
    try:
        found = msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        spoken = _SPOKEN.match(str(error))
        message, where = (spoken["message"], spoken["path"] or "") if spoken else (str(error), "")
        raise Invalid(f"{path}{where}: {message}", path=f"{path}{where}") from None
    _check(found, path)
    return found


def _all_checked(given: list[Any], path: str, kind: type[_Kind]) -> list[_Kind]:
    found: list[_Kind] = []
    for index, raw in enumerate(given):
        one = _checked(raw, f"{path}[{index}]", kind)
        if one.name in {other.name for other in found}:
            raise _wrong(f"{path}[{index}].name", "another source has this name")
        found.append(one)
    return found


def settings_of_environment(environment: Mapping[str, str], prefix: str) -> Settings | None:
    """The simple source that variables describe: ``_URL`` and, for a bearer token, ``_TOKEN`` or ``_TOKEN_FILE``."""
    url = environment.get(f"{prefix}_URL", "")
    if not url:
        return None
    auth: dict[str, str] = {}
    if environment.get(f"{prefix}_TOKEN_FILE"):
        auth = {"kind": "bearer", "token_file": environment[f"{prefix}_TOKEN_FILE"]}
    elif f"{prefix}_TOKEN" in environment:
        auth = {"kind": "bearer", "token_env": f"{prefix}_TOKEN"}
    raw: dict[str, Any] = {"name": "prometheus", "url": url, "auth": auth}
    try:
        return settings_of(raw, "")
    except Invalid as error:
        raise Invalid(f"{prefix}_URL{error}") from None


def login_of(settings: Settings) -> Login:
    """Read the secrets, which may have changed since; raises `NoSecret`. Blocks, as files do."""
    auth = settings.auth
    headers, secrets = dict(settings.headers), list(settings.headers.values())
    if auth.kind == "bearer":
        token = _secret(auth.token, auth.token_env, auth.token_file)
        headers["Authorization"], secrets = f"Bearer {token}", [*secrets, token]
    elif auth.kind == "basic":
        password = _secret(auth.password, auth.password_env, auth.password_file)
        both = base64.b64encode(f"{auth.username}:{password}".encode()).decode()
        headers["Authorization"], secrets = f"Basic {both}", [*secrets, password, both]
    elif auth.kind == "header":
        value = _secret(auth.value, auth.value_env, auth.value_file)
        headers[auth.header], secrets = value, [*secrets, value]
    # The longest first: one may be a part of another.
    hidden = sorted({secret for secret in secrets if len(secret) >= _LEAST_SECRET}, key=len, reverse=True)
    return Login(headers, tuple(hidden))


def _secret(literal: str, variable: str, file: str) -> str:
    if literal:
        return literal
    if variable:
        found = os.environ.get(variable, "").strip()
        place = f"the environment variable {variable}"
    else:
        place = f"the file {file}"
        try:
            # Python's own message would do, but a decoding error repeats bytes of the file.
            found = Path(file).expanduser().read_text().strip()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise NoSecret(f"{place} cannot be read: {why}") from None
    if not found:
        raise NoSecret(f"{place} is not set or empty")
    if any(ord(letter) < 32 or ord(letter) > 255 for letter in found):
        raise NoSecret(f"{place} has letters that no header may have")
    return found


def _check(settings: Settings, path: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", settings.name) or settings.name == "recorder":
        raise _wrong(f"{path}.name", "1 to 80 letters, digits, '.', '_', '-', beginning with a letter; not 'recorder'")
    if len(settings.title) > 80:
        raise _wrong(f"{path}.title", "at most 80 letters")
    _check_url(settings.url, f"{path}.url")
    if isinstance(settings, GrafanaSettings) and settings.public_url:
        _check_url(settings.public_url, f"{path}.public_url")
    if not 1 <= settings.timeout <= 600:
        raise _wrong(f"{path}.timeout", "1 to 600 seconds")
    for name, value in settings.headers.items():
        _check_header(name, f"{path}.headers")
        if any(ord(letter) < 32 or ord(letter) > 255 for letter in value):
            raise _wrong(f"{path}.headers", f"the value of {name} has letters that no header may have")
    _check_auth(settings.auth, f"{path}.auth")


def _check_url(url: str, path: str) -> None:
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise _wrong(path, "this is no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise _wrong(path, "an address with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise _wrong(path, "an address holds no user or password; say them under auth")
    if parts.query or parts.fragment or any(ord(letter) <= 32 for letter in url):
        raise _wrong(path, "an address without '?', '#' and spaces")


def _check_auth(auth: Auth, path: str) -> None:
    if auth.kind not in _NAMED:
        raise _wrong(f"{path}.kind", f"one of {', '.join(_NAMED)}")
    wanted = _NAMED[auth.kind]
    for names in wanted:
        given = [name for name in names if getattr(auth, name)]
        if len(given) != 1:
            # That a secret may also stand here itself is not for all who are told.
            wanted_names = " or ".join(names[-2:])
            raise _wrong(f"{path}.{given[1] if given else names[-1]}", f"{auth.kind} takes one {wanted_names}")
    known = {"kind", *(name for names in wanted for name in names)}
    for name in auth.__struct_fields__:
        if name not in known and getattr(auth, name):
            raise _wrong(f"{path}.{name}", f"{auth.kind} does not take it")
    if auth.kind == "header":
        _check_header(auth.header, f"{path}.header")
    if auth.kind == "basic" and ":" in auth.username:
        raise _wrong(f"{path}.username", "a name of a user has no ':'")
    if any(ord(letter) < 32 or ord(letter) > 255 for letter in auth.token + auth.value):
        raise _wrong(path, "a secret has letters that no header may have")


def _check_header(name: str, path: str) -> None:
    if not _HEADER.fullmatch(name) or name.lower() in _OURS:
        raise _wrong(path, f"{name[:40]!r} is no header that may be set")


def _wrong(path: str, message: str) -> Invalid:
    return Invalid(f"{path}: {message}", path=path)
