"""The `demogen` command and its groups."""

from __future__ import annotations

import typer

from demogen.cli import admin, backfill, db, export, kpis, patch, plan, serve, tenants
from demogen.cli.runtime import run

_SETTINGS = """
Settings (environment variables):

  DEMOGEN_DATABASE_URL  a PostgreSQL, 14 or newer; unset: an embedded one is started
  DEMOGEN_HOME          where the embedded PostgreSQL keeps its data (default: the user's data directory)
  DEMOGEN_MAX_RECORDS   the most records that one patch may create (default: 5000000)
  DEMOGEN_SECRET_FILE   the secret that signs form tokens (default: `secret` under DEMOGEN_HOME)
  DEMOGEN_LOG_LEVEL     DEBUG, INFO, WARNING or ERROR; logs go to stderr (default: WARNING; serve, worker: INFO)

Exit codes: 0 done and verified · 1 failed or not verified · 2 the input is wrong · 3 the plan is blocked ·
4 not found, or not a demo tenant
"""

app = typer.Typer(
    name="demogen",
    help="Demo tenants for B2B CRMs whose monthly numbers are exactly the planned ones.",
    epilog=_SETTINGS.replace("\n", "\n\n"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(tenants.app, name="tenants")
app.add_typer(patch.app, name="patch")
app.add_typer(plan.app, name="plan")
app.add_typer(db.app, name="db")
app.add_typer(admin.app, name="admin")
app.command("serve")(serve.serve)
app.command("worker")(serve.worker)
app.command("kpis")(kpis.show)
app.command("export")(export.export)
app.command("backfill")(backfill.backfill)


def main() -> None:
    """Run the command line; errors become a message on stderr and an exit code."""
    run(app)
