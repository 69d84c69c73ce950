"""Errors as RFC 9457 problem JSON, or as a page for who would rather read one."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.accept import ranked
from api.guard import SECURITY_HEADERS
from api.pages import page
from graph import errors

MEDIA_TYPE = "application/problem+json"
STATUS: Mapping[type[errors.CloudciteError], int] = {
    errors.CloudciteError: 500,
    errors.OntologyError: 500,
    errors.SettingsError: 500,
    errors.EncoderError: 500,
    errors.QuestionError: 422,
    errors.NotFoundError: 404,
    errors.QueryError: 400,
    errors.QuerySyntaxError: 400,
    errors.QueryRefusedError: 403,
    errors.QueryTimeoutError: 503,
    errors.QueryBusyError: 503,
}
"""Which status each of our errors gets; a test walks the tree, so none is left out."""
_BUSY = {"Retry-After": "1"}
_FORMS = {"problem": (MEDIA_TYPE, "application/json"), "page": ("text/html",)}
"""Who accepts anything is a program; a browser names HTML first."""


class Invalid(BaseModel):
    """One mistake in a request."""

    where: str
    what: str


class Problem(BaseModel):
    """An error as RFC 9457 has it, with what is valid under `detail`, `near` or `errors`."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    near: tuple[str, ...] = ()
    errors: tuple[Invalid, ...] = ()


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of these statuses."""
    return {status: _documented(HTTPStatus(status).phrase) for status in statuses}


def _documented(description: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": reference}}}


ANY_OTHER: dict[int | str, dict[str, Any]] = {"default": _documented("Any other error")}
"""What every operation may answer besides."""


def install(app: FastAPI) -> None:
    """Let every error of an app be answered as a problem."""
    app.add_exception_handler(errors.CloudciteError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    near: Sequence[str] = (),
    invalid: Sequence[Invalid] = (),
) -> Problem:
    """Return an error as a problem; its code is by default the name of the status."""
    title = HTTPStatus(status).phrase
    return Problem(
        title=title,
        status=status,
        detail=detail,
        code=code or re.sub(r"\W+", "_", title.lower()),
        near=tuple(near),
        errors=tuple(invalid),
    )


def told(request: Request, what: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response for a problem: as JSON or, where the client names HTML first, as a page."""
    forms = ranked(request.headers.get("accept"), _FORMS)
    if forms and forms[0] == "page":
        response: Response = page(request, "wrong.html", what.status, problem=what)
    else:
        response = JSONResponse(what.model_dump(mode="json"), what.status, media_type=MEDIA_TYPE)
    response.headers.update(headers or {})
    response.headers["Vary"] = "Accept"
    return response


def code_of(error: errors.CloudciteError) -> str:
    """Return a stable name for the kind of error, such as `query_timeout`."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


async def of(request: Request, error: errors.CloudciteError | HTTPException) -> Response:
    """Return the response for an error of ours or of HTTP, for who adds to it."""
    return await (_http if isinstance(error, HTTPException) else _ours)(request, error)


async def _ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, errors.CloudciteError):
        raise error
    near = error.near if isinstance(error, errors.NotFoundError | errors.QuerySyntaxError) else ()
    headers = _BUSY if isinstance(error, errors.QueryBusyError) else None
    what = problem(STATUS[type(error)], str(error), code=code_of(error), near=near)
    return told(request, what, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = [_mistake(mistake) for mistake in error.errors()]
    detail = "; ".join(f"{mistake.where}: {mistake.what}" for mistake in found)
    return told(request, problem(422, detail, code="invalid_request", invalid=found))


def _mistake(mistake: Mapping[str, Any]) -> Invalid:
    where = ".".join(str(part) for part in mistake["loc"])
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind == "json_invalid":
        return Invalid(where="body", what=f"this is not JSON: {context.get('error')} ({where})")
    if kind in ("model_attributes_type", "missing") and where == "body":
        return Invalid(where=where, what="a JSON object is wanted, as Content-Type application/json")
    if kind == "value_error":
        return Invalid(where=where, what=str(context["error"]))
    what = str(mistake["msg"])
    return Invalid(where=where, what=what[:1].lower() + what[1:])


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = error.detail
    if status is HTTPStatus.NOT_FOUND and detail == status.phrase:
        detail = f"There is nothing at {request.url.path}; /docs lists what there is."
    if status is HTTPStatus.METHOD_NOT_ALLOWED and detail == status.phrase:
        allowed = (error.headers or {}).get("Allow", "another method")
        detail = f"{request.method} is not allowed at {request.url.path}; use {allowed}."
    return told(request, problem(status, detail), error.headers)


async def _unexpected(request: Request, __: Exception) -> Response:
    # Answered outside of all middleware, so it brings the headers along; the server logs the error.
    detail = "Something went wrong on our side; the server's log says what."
    response = told(request, problem(500, detail))
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
