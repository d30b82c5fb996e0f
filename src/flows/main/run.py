"""`flows run`: everything on one machine, started in order and looked after."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources

import click

from flows import __version__
from flows.database.server import Server, open_server
from flows.kernel import Settings
from flows.main.demo_password import demo_password
from flows.main.faults import Stopped
from flows.main.steps import say, step
from flows.main.supervise import Supervisor

_ANSWERS_WITHIN_SECONDS = 60.0
_ASK_EVERY_SECONDS = 0.05


def run_everything(settings: Settings) -> None:
    """Start database, web and worker, tell where they are, and look after them until Ctrl-C.

    Raises Stopped, or what a step raises, after all that was started has been stopped.
    """
    began = time.monotonic()
    _require_free_port(settings)
    _require_front_end()
    _require_processes(settings)
    click.echo(f"Flows {__version__}")
    with _told_to_stop(), ExitStack() as stack:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with step("database") as under_way:
            server = stack.enter_context(open_server(settings))
            under_way.did = server.text
        _require_alone(server, settings)
        _prepare(server, settings)
        supervisor = Supervisor(server.embedded, _environment_of_children(server, settings))
        stack.callback(supervisor.stop)
        with step("web") as under_way:
            supervisor.start("serve")
            _wait_until_it_answers(settings, supervisor)
            under_way.did = settings.address
        with step("worker") as under_way:
            supervisor.start("worker")
            under_way.did = f"{settings.worker_jobs} jobs at a time"
        _welcome(server, settings, time.monotonic() - began)
        supervisor.watch()


def _prepare(server: Server, settings: Settings) -> None:
    from flows.main.content_commands import load_step
    from flows.main.database_commands import migrate_step

    migrate_step(server.url)
    load_step(
        server.url,
        settings,
        settings.processes_dir,
        author="flows run",
        reason="the program was started",
        if_changed=True,
        when_changed_in_browser="keep",
    )


def _welcome(server: Server, settings: Settings, seconds: float) -> None:
    if settings.demo:
        from flows.main.demo import make_demo_accounts, print_sign_ins

        print_sign_ins(make_demo_accounts(settings, server.url))
    click.echo(f"\nFlows is at {settings.address} ({seconds:.1f} s). Ctrl-C stops it.")


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all end the block in good order, and only once."""

    def stop(number: int, frame: object) -> None:
        for sign in signs:
            signal.signal(sign, signal.SIG_IGN)
        raise KeyboardInterrupt

    signs = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asked for it to go on
        signs.append(signal.SIGHUP)
    for sign in signs:
        signal.signal(sign, stop)
    try:
        yield
    except KeyboardInterrupt:
        say("flows", "stopped")


def _environment_of_children(server: Server, settings: Settings) -> dict[str, str]:
    environment = {**os.environ, "FLOWS_DATABASE_URL": server.url}
    if settings.demo:
        environment["FLOWS_DEMO_PASSWORD"] = demo_password(settings)
    return environment


def _require_alone(server: Server, settings: Settings) -> None:
    if server.embedded is not None and server.embedded.attached:
        raise Stopped(
            f"Flows är redan igång med datamappen {settings.data_dir}.",
            f"Flows is already running with the data folder {settings.data_dir}.",
        )


def _require_free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise Stopped(
                f"Port {settings.port} på {settings.host} kan inte användas "
                f"({error.strerror}). Välj en annan: FLOWS_PORT.",
                f"Port {settings.port} on {settings.host} can't be used "
                f"({error.strerror}). Choose another one: FLOWS_PORT.",
            ) from error


def _require_front_end() -> None:
    # Asked without importing flows.web, which takes half a second that its own process spends.
    built = resources.files("flows") / "web" / "static" / "dist" / "manifest.json"
    if not built.is_file():
        raise Stopped(
            "Webbgränssnittet är inte byggt: kör make setup (det behöver Node 20 eller nyare).",
            "The front end is not built: run make setup (it needs Node 20 or newer).",
        )


def _require_processes(settings: Settings) -> None:
    if not settings.processes_dir.is_dir():
        folder = settings.processes_dir
        raise Stopped(
            f"Mappen {folder} finns inte. Ange den med dina processer: FLOWS_PROCESSES_DIR.",
            f"There is no folder {folder}. Name the one with your processes: FLOWS_PROCESSES_DIR.",
        )


def _wait_until_it_answers(settings: Settings, supervisor: Supervisor) -> None:
    limit = time.monotonic() + _ANSWERS_WITHIN_SECONDS
    while not _answers(settings):
        supervisor.look()
        if time.monotonic() > limit:
            raise Stopped(
                f"Webben svarade inte inom {_ANSWERS_WITHIN_SECONDS:.0f} s.",
                f"The web did not answer within {_ANSWERS_WITHIN_SECONDS:.0f} s.",
            )
        time.sleep(_ASK_EVERY_SECONDS)


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(_reachable_host(settings), settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable_host(settings: Settings) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
