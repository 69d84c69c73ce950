"""Where Slack sends events, commands and clicks."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.slack.names import PATH

router = APIRouter(include_in_schema=False)


@router.post(PATH)
async def events(request: Request) -> Response:
    """Hand a request to the bot, which acknowledges it at once."""
    if request.app.state.slack is None:
        raise HTTPException(404, "Slack is not set up here; docs/slack.md says how.")
    found: Response = await request.app.state.slack.handle(request)
    return found
