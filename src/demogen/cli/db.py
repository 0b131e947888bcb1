"""`demogen db`: the schema, backups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from demogen.cli.runtime import JsonOption, database, print_json

app = typer.Typer(help="The database: its schema, backups.", no_args_is_help=True)


@app.command()
def upgrade(as_json: JsonOption = False) -> None:
    """Bring the tables to this version's schema."""
    from demogen.db import schema

    with database(check_schema=False) as (opened, _):
        schema.upgrade(opened)
        with opened.transaction(read_only=True) as connection:
            revision = schema.current_revision(connection)
    print_json({"revision": revision}) if as_json else typer.echo(f"The schema is at revision {revision}.")


@app.command()
def current(as_json: JsonOption = False) -> None:
    """Which database is used, and its schema's revision."""
    from demogen.db import schema

    with database(check_schema=False) as (opened, _):
        with opened.transaction(read_only=True) as connection:
            revision = schema.current_revision(connection)
        document = {"database": opened.shown, "revision": revision, "newest": schema.newest_revision()}
    if as_json:
        print_json(dict(document))
    else:
        typer.echo(f"{document['database']}: revision {revision}, newest {document['newest']}")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    as_json: JsonOption = False,
) -> None:
    """Everything in one file, as at one instant; others may go on working."""
    from demogen.db.backup import backup as write

    with database() as (opened, _):
        size = write(opened, file)
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        typer.echo(f"{file}: {size:,} bytes. `demogen db restore` reads it into an empty database.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `demogen db backup` wrote.")],
    as_json: JsonOption = False,
) -> None:
    """Read a backup into an empty database, and bring it to this version's schema."""
    from demogen.db import schema
    from demogen.db.backup import restore as read

    with database(check_schema=False) as (opened, _):
        read(opened, file)
        schema.upgrade(opened)
        with opened.transaction(read_only=True) as connection:
            revision = schema.current_revision(connection)
    if as_json:
        print_json({"file": str(file), "revision": revision})
    else:
        typer.echo(f"{file} is restored; the schema is at revision {revision}.")
