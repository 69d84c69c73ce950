"""The web server."""

import uvicorn

from api.app import create_app
from api.settings import Settings


def run(settings: Settings) -> bool:
    """Serve until told to stop; return False where the address cannot be had, which uvicorn logs.

    Raises what kept the catalogue from loading.
    """
    failures: list[BaseException] = []

    def stop(error: BaseException) -> None:
        failures.append(error)
        server.should_exit = True

    # No access log: questions stand in addresses, and they are nobody else's business.
    config = uvicorn.Config(
        create_app(settings, stop),
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    try:
        server.run()
    except SystemExit:
        return False
    if failures:
        raise failures[0]
    return True
