"""Style sheets, scripts and pictures, with addresses that change with their content."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from os import PathLike, stat_result
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@cache
def address(name: str) -> str:
    """Return the address of a file, relative to the root of the site, with a digest of its content."""
    digest = sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"static/{name}?v={digest}"


class Assets(StaticFiles):
    """Serves the files; those asked for with their digest may be kept by browsers for good."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, saying how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        asked: Mapping[str, list[str]] = parse_qs(scope["query_string"].decode("latin-1"))
        response.headers["Cache-Control"] = _FOR_GOOD if "v" in asked else _ASK_AGAIN
        return response
