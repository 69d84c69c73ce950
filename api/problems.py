"""Errors as RFC 9457 problem JSON: what was wrong, and what is valid."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.guard import SECURITY_HEADERS
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
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return the response for an error; the code is by default the name of the status."""
    title = HTTPStatus(status).phrase
    content = Problem(
        title=title,
        status=status,
        detail=detail,
        code=code or re.sub(r"\W+", "_", title.lower()),
        near=tuple(near),
        errors=tuple(invalid),
    )
    return JSONResponse(content.model_dump(mode="json"), status, headers, MEDIA_TYPE)


def code_of(error: errors.CloudciteError) -> str:
    """Return a stable name for the kind of error, such as `query_timeout`."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


async def of(request: Request, error: errors.CloudciteError | HTTPException) -> JSONResponse:
    """Return the response for an error of ours or of HTTP, for who adds to it."""
    return await (_http if isinstance(error, HTTPException) else _ours)(request, error)


async def _ours(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, errors.CloudciteError):
        raise error
    near = error.near if isinstance(error, errors.NotFoundError | errors.QuerySyntaxError) else ()
    headers = _BUSY if isinstance(error, errors.QueryBusyError) else None
    status = STATUS[type(error)]
    return problem(status, str(error), code=code_of(error), near=near, headers=headers)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    found = [_mistake(mistake) for mistake in error.errors()]
    detail = "; ".join(f"{mistake.where}: {mistake.what}" for mistake in found)
    return problem(422, detail, code="invalid_request", invalid=found)


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


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = error.detail
    if status is HTTPStatus.NOT_FOUND and detail == status.phrase:
        detail = f"There is nothing at {request.url.path}; /docs lists what there is."
    if status is HTTPStatus.METHOD_NOT_ALLOWED and detail == status.phrase:
        allowed = (error.headers or {}).get("Allow", "another method")
        detail = f"{request.method} is not allowed at {request.url.path}; use {allowed}."
    return problem(status, detail, headers=error.headers)


async def _unexpected(_: Request, __: Exception) -> JSONResponse:
    # Answered outside of all middleware, so it brings the headers along; the server logs the error.
    detail = "Something went wrong on our side; the server's log says what."
    return problem(500, detail, headers=SECURITY_HEADERS)
