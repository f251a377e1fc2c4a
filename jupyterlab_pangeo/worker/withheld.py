"""Secrets that a catalog itself holds: taken out before an entry is stored, so that no page, index or log has them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import structs

from ..schemas.catalogs import CatalogProblem, Link, Recipe, UserParameter
from .masks import MASK, SECRET_QUERY, masked, may_hold_secret
from .problems import clip, warning
from .readers import Details, Facts, Found
from .readers.access import SIGNATURES

# Names without their dashes and underscores, in small letters.
_NEVER = frozenset(
    (
        *("secret", "password", "passwd", "passphrase", "authorization", "proxyauthorization", "cookie", "apikey"),
        *("xapikey", "accesskey", "secretkey", "accesstoken", "authtoken", "sastoken", "accountkey", "clientsecret"),
        *("connectionstring", "privatekey", "privatetoken", "credential", "credentials", "refreshtoken"),
        *("awsaccesskeyid", "awssecretaccesskey", "awssessiontoken", "sessiontoken"),
    )
)
# Among the options of a file system these are secrets too; elsewhere they are names like any other.
_IN_OPTIONS = _NEVER | frozenset(("key", "token", "auth", "username"))
_OPTIONS = frozenset(("storageoptions", "targetoptions", "remoteoptions", "fskwargs", "clientkwargs", "headers"))
# Ways to log in, not logins.
_WORDS = frozenset(("", "anon", "anonymous", "google_default", "cloud", "cache", "browser", "urs", "esgf", "none"))
_TEMPLATE = re.compile(r"\s*\{.*\}\s*|\s*\w*env\(.*\)\s*", re.DOTALL)
_USERINFO = re.compile(r"(?<=://)([^/@:\s?#]*:[^/@\s?#]*)@")
_SHORTEST = 4
# What is noted of an address that says who asks.
_LOGIN = "user and password in a URL"

_CURES = {
    "s3-profile": "Put yours into a profile of ~/.aws/credentials; the code reads with that of AWS_PROFILE.",
    "netrc": "Put yours into ~/.netrc, from where the code takes it.",
    "bearer": "The code takes yours from an environment variable, which it names.",
}


def withhold(found: Found) -> None:
    """Take secrets out of an entry, wherever they stand in it; a problem says which there were and what to do.

    Parameters
    ----------
    found
        The entry; changed in place.
    """
    recipe = found.details.recipe
    taker = _Taker()
    parameters = [taker.parameter(each) for each in found.details.user_parameters]
    made = recipe and taker.recipe(recipe)
    metadata = taker.cleared(found.details.metadata, _NEVER) if found.details.metadata else {}
    taker.note_all(found.title, found.details.description, *_said(found.details.links))
    if not taker.names:
        return
    details = structs.replace(found.details, user_parameters=parameters, recipe=made, metadata=metadata)
    found.details = _without(details, taker.secrets)
    found.title = _hidden(found.title, taker.secrets, whole=False)
    found.source = _hidden(found.source, taker.secrets)
    found.problems = [*found.problems, _told(taker, _CURES.get(made.auth, "") if made else "")]


def withhold_facts(facts: Facts) -> None:
    """Take secrets out of what a document says of itself, and out of the parameters that its entries share.

    Parameters
    ----------
    facts
        Of the document; changed in place.
    """
    taker, about = _Taker(), facts.about
    parameters = [taker.parameter(each) for each in facts.user_parameters]
    metadata = taker.cleared(about.metadata, _NEVER) if about else {}
    taker.note_all(facts.title, facts.description, *_said(about.links if about else []))
    if not taker.names:
        return
    facts.user_parameters = parameters
    facts.title = _hidden(facts.title, taker.secrets, whole=False)
    facts.description = _hidden(facts.description, taker.secrets, whole=False)
    if about is not None:
        facts.about = structs.replace(
            about, metadata=_deep(metadata, taker.secrets), links=_without_in(about.links, taker.secrets)
        )
    facts.problems.append(_told(taker))


def _told(taker: "_Taker", cure: str = "") -> CatalogProblem:
    told = clip(", ".join(dict.fromkeys(taker.names)), 200)
    return warning(
        "holds-secret", f"The catalog itself holds a secret ({told}), which is left out here. {cure}".rstrip()
    )


class _Taker:
    """Copies what it is given without its secrets, and notes these."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.secrets: list[str] = []

    def parameter(self, given: UserParameter) -> UserParameter:
        if not _is_secret(given.name, given.default, _NEVER):
            return given
        self._note(given.name, given.default)
        return structs.replace(given, default="")

    def recipe(self, recipe: Recipe) -> Recipe:
        options = self.cleared(recipe.storage_options, _IN_OPTIONS) if recipe.storage_options else {}
        is_header = any(_plain(name) in ("authorization", "apikey", "xapikey", "cookie") for name in self.names)
        is_basic = any(_plain(name) in ("auth", "username") for name in self.names)
        arguments = self.cleared(recipe.arguments, _NEVER) if recipe.arguments else {}
        before = len(self.names)
        urls = [self._url(url) for url in recipe.urls]
        is_basic = is_basic or _LOGIN in self.names[before:]
        if not self.names:
            return recipe
        auth = recipe.auth
        if auth in ("none", "bearer") and any(url.startswith("http") for url in urls):
            auth = "netrc" if is_basic else "bearer" if is_header else auth
        elif auth == "none" and any(url.startswith(("s3://", "s3a://")) for url in urls):
            auth = "s3-profile"
        return structs.replace(recipe, storage_options=options, arguments=arguments, urls=urls, auth=auth)

    def cleared(self, value: Any, names: frozenset[str]) -> Any:
        if isinstance(value, dict):
            return {key: item for key, item in self._members(value, names)}
        if isinstance(value, list):
            return [self.cleared(item, names) for item in value]
        return self._url(value) if isinstance(value, str) else value

    def note_all(self, *texts: str) -> None:
        """Look for secrets in addresses inside of texts."""
        for text in texts:
            self._url(text)

    def _members(self, given: dict[str, Any], names: frozenset[str]) -> Iterator[tuple[str, Any]]:
        for key, value in given.items():
            if _is_secret(key, value, names):
                self._note(key, value)
            else:
                yield key, self.cleared(value, _IN_OPTIONS if _plain(key) in _OPTIONS else names)

    def _url(self, text: str) -> str:
        if "://" not in text or not may_hold_secret(text):
            return text
        for found in _USERINFO.finditer(text):
            self._note(_LOGIN, found[1])
        text = _USERINFO.sub("", text)
        # A signature ends soon, and without it nobody could open what it is for.
        if not any(mark in text.lower() for mark in SIGNATURES):
            for found in SECRET_QUERY.finditer(text):
                if found[2] not in ("", MASK):
                    self._note("token in a URL", found[2])
            text = masked(text)
        return text

    def _note(self, name: str, value: Any) -> None:
        self.names.append(name)
        self.secrets += _texts(value)


# The same names stand in entry after entry.
@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _is_secret(name: str, value: Any, names: frozenset[str]) -> bool:
    """Whether it is one: template text is none, nor is the name of a way to log in."""
    if _plain(name) not in names:
        return False
    if isinstance(value, str):
        return value.lower() not in _WORDS and _TEMPLATE.fullmatch(value) is None
    return isinstance(value, list | dict) and bool(value)


def _texts(value: Any) -> list[str]:
    """Every text in a value, the whole of a URL's user and password and the password alone."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if not isinstance(value, str) or not value:
        return []
    password = value.partition(":")[2]
    return [value, password] if password else [value]


def _without(details: Details, secrets: list[str]) -> Details:
    """Details whose other texts do not say them either."""
    return structs.replace(
        details,
        description=_hidden(details.description, secrets, whole=False),
        metadata=_deep(details.metadata, secrets),
        links=_without_in(details.links, secrets),
    )


def _without_in(links: list[Link], secrets: list[str]) -> list[Link]:
    return [
        Link(url=_hidden(link.url, secrets, whole=False), title=_hidden(link.title, secrets, whole=False))
        for link in links
    ]


def _said(links: list[Link]) -> list[str]:
    return [text for link in links for text in (link.url, link.title)]


def _deep(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _deep(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [_deep(item, secrets) for item in value]
    return _hidden(value, secrets, whole=False) if isinstance(value, str) else value


def _hidden(text: str, secrets: list[str], *, whole: bool = True) -> str:
    """Text with dots in place of secrets; none at all where one may stand there in another spelling.

    Parameters
    ----------
    text, secrets
        What is shown, and what it must not show.
    whole
        Whether the secrets came out of this text.
    """
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= _SHORTEST and secret in text:
            text = text.replace(secret, "…")
        elif whole and text and not any(secret in other and secret != other for other in secrets):
            return ""
    return text
