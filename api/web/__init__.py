"""The web pages: server-rendered, working without JavaScript, one module a page."""

from fastapi import APIRouter

from api.web import asking, citing, comparing, describing, estimating, judging, suggesting, walking
from api.web.loading import install

router = APIRouter(tags=["Page"])
for _module in (asking, suggesting, comparing, walking, describing, citing, judging, estimating):
    router.include_router(_module.router)

__all__ = ["install", "router"]
