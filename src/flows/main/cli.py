"""The command `flows`: every subcommand, and how a fault becomes a clear line.

What a command needs is imported when it runs, so that `flows --help` and a second start are quick.
"""

import sys
from pathlib import Path
from typing import Any, Literal

import click

from flows import __version__
from flows.kernel import Settings
from flows.main.faults import clear_lines

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(path_type=Path)


class Commands(click.Group):
    """A group whose expected faults are clear lines and exit code 1, never a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            lines = clear_lines(error)
            if lines is None:
                raise
            for line in lines:
                click.echo(line, err=True)
            ctx.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order in which they are told about, not by letter


@click.group(cls=Commands, context_settings={"max_content_width": 90})
@click.version_option(__version__, prog_name="flows")
def main() -> None:
    """Run the processes of collaboration bodies as BPMN diagrams.

    Settings are read from the environment (FLOWS_PORT, FLOWS_DATABASE_URL, …); every one of them
    is described in docs/reference/settings.md. Without FLOWS_DATABASE_URL a PostgreSQL of its own
    is started, with its data in the folder var.
    """


@main.command()
def run() -> None:
    """Start everything: database, web and worker. Ctrl-C stops it.

    Brings the database up to date, loads the processes if they have changed, prints the address
    and looks after what it started: whatever dies is started again.
    """
    from flows.main.run import run_everything

    run_everything(Settings.from_environment())


@main.command()
def serve() -> None:
    """Serve the web pages."""
    from flows.main.serve import serve_web

    serve_web(Settings.from_environment())


@main.command()
def worker() -> None:
    """Do the jobs and fire the timers."""
    from flows.main.work import work

    work(Settings.from_environment())


@main.command()
def migrate() -> None:
    """Bring the database up to date with the program."""
    from flows.main.database_commands import migrate_database

    migrate_database(Settings.from_environment())


@main.command(short_help="Publish the processes in the folder PATH.")
@click.argument("path", type=_FOLDER)
@click.option("--reason", default="flows load", show_default=True, help="Why, for the history.")
@click.option("--author", default="flows load", show_default=True, help="Who, for the history.")
@click.option("--if-changed", is_flag=True, help="Do nothing for the content that was loaded last.")
@click.option(
    "--keep",
    "when_changed",
    flag_value="keep",
    help="Leave alone what was changed in the browser too.",
)
@click.option(
    "--replace",
    "when_changed",
    flag_value="replace",
    help="Let the folder win over the browser.",
)
def load(
    path: Path,
    reason: str,
    author: str,
    if_changed: bool,
    when_changed: Literal["keep", "replace"] | None,
) -> None:
    """Check the processes in the folder PATH and publish those that have changed there.

    All of it or nothing: when anything is wrong, nothing is loaded. A process that was changed
    both in the folder and in the browser since it was loaded is refused; fetch it with flows
    export and bring the changes together, let the folder win with --replace, or leave that
    process as it is with --keep, as flows run does.
    """
    from flows.main.content_commands import load_content

    load_content(
        Settings.from_environment(),
        path,
        author=author,
        reason=reason,
        if_changed=if_changed,
        when_changed_in_browser=when_changed or "refuse",
    )


@main.command(short_help="Write the process PACKAGE to a folder below FOLDER.")
@click.argument("package")
@click.argument("folder", type=_FOLDER)
def export(package: str, folder: Path) -> None:
    """Write the current version of PACKAGE to FOLDER/PACKAGE, to be kept in a repository.

    Diagrams, forms, decisions and scenarios there that the version does not have are removed.
    """
    from flows.main.content_commands import export_content

    export_content(Settings.from_environment(), package, folder)


@main.command(short_help="Check the processes in PATH.")
@click.argument("path", type=_FOLDER)
def check(path: Path) -> None:
    """Check the processes in PATH and play their scenarios; needs no database.

    PATH is a folder of packages, one package, one diagram or one organisation file.

    Every problem is reported, with file, line and element.
    """
    from flows.main.content_commands import check_content

    if not check_content(Settings.from_environment(), path):
        sys.exit(1)


@main.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write everything in the database to FILE. Flows may run meanwhile."""
    from flows.main.database_commands import back_up_database

    back_up_database(Settings.from_environment(), file)


@main.command()
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Don't ask before everything is replaced.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by the backup in FILE.

    In one transaction: a restore that fails changes nothing.
    """
    from flows.main.database_commands import restore_database

    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)
    restore_database(Settings.from_environment(), file)


@main.command(short_help="Make demonstration accounts and print the sign-ins.")
@click.option("--list", "everyone", is_flag=True, help="Print everyone, not only the first few.")
def demo(everyone: bool) -> None:
    """Give every person of the organisations an account, and print whom to begin with.

    Only for demonstrations: everybody gets the same password (FLOWS_DEMO_PASSWORD, or else one
    that is made up and kept in the data folder).
    """
    from flows.main.demo import make_demo_accounts, print_all_sign_ins, print_sign_ins

    sign_ins = make_demo_accounts(Settings.from_environment())
    (print_all_sign_ins if everyone else print_sign_ins)(sign_ins)
