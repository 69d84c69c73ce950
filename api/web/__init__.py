"""The web pages: server-rendered, working without JavaScript, one module a page."""

from fastapi import APIRouter

from api.web import asking, suggesting

router = APIRouter(tags=["Page"])
for _module in (asking, suggesting):
    router.include_router(_module.router)

__all__ = ["router"]
