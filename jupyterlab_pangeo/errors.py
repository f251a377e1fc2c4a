"""The one error tree: each class carries one HTTP status and one stable code."""

from typing import ClassVar


class PangeoError(Exception):
    """Root of the errors that become an answer; the message names the thing and the remedy."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, path: str | None = None) -> None:
        super().__init__(message)
        self.path = path


class BadRequest(PangeoError):
    """The body is not JSON, or an argument cannot be read."""

    status = 400
    code = "bad-request"


class Forbidden(PangeoError):
    """The operator's settings do not allow it."""

    status = 403
    code = "forbidden"


class NotFound(PangeoError):
    """There is nothing with that id."""

    status = 404
    code = "not-found"


class Conflict(PangeoError):
    """What is asked does not fit the state that the thing is in."""

    status = 409
    code = "conflict"


class NotTrusted(PangeoError):
    """A catalog from elsewhere names the data, and the user was not asked about it."""

    status = 409
    code = "not-trusted"


class TooLarge(PangeoError):
    """The body passes the cap."""

    status = 413
    code = "too-large"


class WrongType(PangeoError):
    """The body is not declared as application/json."""

    status = 415
    code = "wrong-type"


class Invalid(PangeoError):
    """A field does not fit; ``path`` names it."""

    status = 422
    code = "invalid"


class TooMany(PangeoError):
    """A limit of the server is reached; try again later."""

    status = 429
    code = "too-many"


class Upstream(PangeoError):
    """What lies behind the server answered wrongly or not at all."""

    status = 502
    code = "upstream"


class Interrupted(PangeoError):
    """The server broke off what was asked before it was done."""

    status = 503
    code = "interrupted"


class UpstreamTimeout(PangeoError):
    """What lies behind the server was too slow."""

    status = 504
    code = "upstream-timeout"
