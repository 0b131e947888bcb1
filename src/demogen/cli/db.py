"""`demogen db`: the schema."""

from __future__ import annotations

import typer

from demogen.cli.runtime import JsonOption, database, print_json

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


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
