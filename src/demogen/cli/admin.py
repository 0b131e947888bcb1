"""`demogen admin`: master admins, their links and tokens."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from demogen.cli.runtime import JsonOption, database, print_json
from demogen.errors import InputError

app = typer.Typer(help="Master admins: make one, a sign-in link, a token for scripts.", no_args_is_help=True)

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The admin's e-mail address.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from stdin instead of asking.")
]
UrlOption = Annotated[str, typer.Option(help="The address at which the site is served.")]


@app.command()
def create(
    email: EmailArgument,
    password_stdin: StdinOption = False,
    url: UrlOption = "http://127.0.0.1:8000",
    as_json: JsonOption = False,
) -> None:
    """A new master admin; without a password one who signs in by the link that is printed."""
    from demogen.service.sign_in import Admins

    password = _password(ask=False, stdin=password_stdin)
    with database() as (opened, _):
        admin, secret = Admins(opened).invite(email, password=password)
    link = _link(url, secret)
    if as_json:
        print_json({"id": str(admin.id), "email": admin.email, "link": link})
    else:
        typer.echo(f"Made the master admin {admin.email}. Sign in within 15 minutes, once: {link}")


@app.command("password")
def set_password(
    email: EmailArgument, password_stdin: StdinOption = False, as_json: JsonOption = False
) -> None:
    """A new password for an admin; whoever is signed in as them is signed out."""
    from demogen.service.sign_in import Admins

    password = _password(ask=True, stdin=password_stdin)
    with database() as (opened, _):
        Admins(opened).set_password(email, password or "")
    print_json({"email": email}) if as_json else typer.echo(f"Changed the password of {email}.")


@app.command()
def link(email: EmailArgument, url: UrlOption = "http://127.0.0.1:8000", as_json: JsonOption = False) -> None:
    """A link that signs in once, within 15 minutes."""
    from demogen.service.sign_in import Admins

    with database() as (opened, _):
        made = _link(url, Admins(opened).link(email))
    print_json({"link": made}) if as_json else typer.echo(made)


@app.command()
def token(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help="What the token is for.")],
    as_json: JsonOption = False,
) -> None:
    """A personal access token for scripts; it is shown this once."""
    from demogen.service.sign_in import Admins

    with database() as (opened, _):
        id_, made = Admins(opened).create_token(email, name)
    print_json({"id": str(id_), "token": made}) if as_json else typer.echo(made)


def _password(*, ask: bool, stdin: bool) -> str | None:
    if stdin:
        try:
            password = sys.stdin.readline().rstrip("\r\n")
            password.encode()
        except UnicodeError:
            raise InputError("The password on stdin is not text in UTF-8.") from None
        return password
    if ask or sys.stdin.isatty():
        given: str = typer.prompt(
            "Password" if ask else "Password (empty: sign in by link)",
            hide_input=True,
            confirmation_prompt=True,
            default=None if ask else "",
            show_default=False,
            err=True,
        )
        return given or None
    return None


def _link(url: str, secret: str) -> str:
    return f"{url.rstrip('/')}/sign-in#token={secret}"
