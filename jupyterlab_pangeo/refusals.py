"""How a refusal leaves the server: one JSON problem, whichever handler refuses."""

from http.client import responses
from typing import Any

import msgspec
from tornado import web

from .errors import PangeoError
from .schemas.common import Problem

_CODES = {400: "bad-request", 403: "forbidden", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}


class Refusals(web.RequestHandler):
    """Answers errors, ours and Jupyter's, in one shape; stands first among a handler's bases."""

    def refuse(self, error: PangeoError) -> None:
        """Answer with an error of ours."""
        self.set_status(error.status)
        self._finish_problem(Problem(code=error.code, message=str(error), path=error.path))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Jupyter's own refusals, in the shape of ours: no traceback, and nothing of what was asked."""
        error = kwargs.get("exc_info", (None, None))[1]
        message = error.log_message if isinstance(error, web.HTTPError) and status_code < 500 else None
        code = _CODES.get(status_code, "refused" if status_code < 500 else "internal")
        text = message or responses.get(status_code, "the request was refused")
        self._finish_problem(Problem(code=code, message=text))

    def _finish_problem(self, problem: Problem) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(problem))
