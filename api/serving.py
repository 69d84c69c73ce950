"""The web server."""

from api.loading import Reading
from api.settings import Settings


def run(settings: Settings) -> bool:
    """Serve until told to stop; return False where the address cannot be had, which uvicorn logs.

    Raises what kept the catalogue from loading.
    """
    # The web framework and the routes take a third of a start to import: the catalogue is read meanwhile.
    reading = Reading.begin(settings)
    import uvicorn

    from api.app import create_app

    failures: list[BaseException] = []

    def stop(error: BaseException) -> None:
        failures.append(error)
        server.should_exit = True

    # No access log: questions stand in addresses, and they are nobody else's business.
    config = uvicorn.Config(
        create_app(settings, stop, reading),
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
