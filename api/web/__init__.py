"""The web pages: server-rendered, working without JavaScript, one module a page."""

from fastapi import APIRouter, FastAPI

from api.web import asking, citing, comparing, describing, estimating, judging, loading, suggesting, walking

router = APIRouter(tags=["Page"])
for _module in (asking, suggesting, comparing, walking, describing, citing, judging, estimating):
    router.include_router(_module.router)


def install(app: FastAPI) -> None:
    """Let an app do what the pages need besides their routes."""
    loading.install(app)
    judging.install(app)


__all__ = ["install", "router"]
