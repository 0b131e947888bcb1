"""Every error the product raises on purpose. No HTTP and no exit codes here: the shells map these classes.

The docstring of a class is its default message; `hint` says what to do next.
"""

from __future__ import annotations

from inspect import cleandoc

from demogen.domain.issues import Issue
from demogen.domain.kpis import JsonObject


class DemogenError(Exception):
    """Something went wrong."""

    code = "error"
    default_hint = "Look at the log for details."

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        self.message = message or cleandoc(self.__doc__ or "")
        self.hint = hint or self.default_hint
        super().__init__(self.message)


class InputError(DemogenError):
    """The input is wrong."""

    code = "input"
    default_hint = "Correct the input and run the command again; nothing was changed."


class ProfileInvalid(InputError):
    """The tenant's profile has errors. `fields` tells what is wrong with which of its fields."""

    code = "profile_invalid"
    default_hint = "Correct this and create the tenant again."

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class NothingToMove(InputError):
    """The tenant's story ends in that month already."""

    code = "nothing_to_move"
    default_hint = "Choose the month in which it shall end instead."


class PlanInvalid(InputError):
    """The plan has errors."""

    code = "plan_invalid"

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(hint="Correct the cells named and try again; nothing was changed.")
        self.issues = issues


class PlanUnclear(InputError):
    """The plan can be read in more than one way."""

    code = "plan_unclear"

    def __init__(self, questions: list[tuple[str, str, tuple[tuple[str, str], ...]]]) -> None:
        said = []
        for name, text, choices in questions:
            options = " or ".join(f"{name}={value} ({label})" for value, label in choices) or f"{name}=YYYY"
            said.append(f"{text} Answer {options}.")
        super().__init__(
            " ".join(said), hint="Answer it with --answer, or write the plan so that it is clear."
        )


class PlanBlocked(DemogenError):
    """The plan cannot be reached from where the tenant stands."""

    code = "plan_blocked"
    default_hint = "Change the cells named; nothing was changed."

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__()
        self.issues = issues


class NotFound(DemogenError):
    """There is no such thing."""

    code = "not_found"


class TenantUnknown(NotFound):
    """There is no such tenant."""

    code = "tenant_unknown"
    default_hint = "`demogen tenants list` shows the tenants."


class TenantDamaged(DemogenError):
    """The tenant's row holds a value that cannot be used."""

    code = "tenant_damaged"
    default_hint = "Correct that value in the table `tenants`; other tenants are as they were."


class TenantNotDemo(DemogenError):
    """The tenant is not a demo tenant; demogen only ever writes to demo tenants."""

    code = "tenant_not_demo"
    default_hint = "Choose a demo tenant: `demogen tenants list` shows them."


class JobUnknown(NotFound):
    """There is no such job."""

    code = "job_unknown"
    default_hint = "`demogen patch list TENANT` shows a tenant's jobs."


class AdminUnknown(NotFound):
    """There is no such master admin."""

    code = "admin_unknown"
    default_hint = "`demogen admin create EMAIL` makes one."


class AdminExists(InputError):
    """There is such a master admin already."""

    code = "admin_exists"
    default_hint = "`demogen admin link EMAIL` makes a link to sign in."


class TokenUnknown(NotFound):
    """You have no such token."""

    code = "token_unknown"
    default_hint = "List your tokens to see their ids."


class SignInFailed(DemogenError):
    """The e-mail address and the password do not belong together."""

    code = "sign_in_failed"
    default_hint = "Try again, or ask for a link: `demogen admin link EMAIL` on the server."


class LinkInvalid(DemogenError):
    """This sign-in link was used already, or is older than 15 minutes."""

    code = "link_invalid"
    default_hint = "Make a new one on the server: `demogen admin link EMAIL`."


class TooManyAttempts(DemogenError):
    """There were too many failed sign-ins."""

    code = "too_many_attempts"
    default_hint = "Wait five minutes, or use a link: `demogen admin link EMAIL` on the server."


class JobNotRunnable(DemogenError):
    """The job cannot be run."""

    code = "job_not_runnable"
    default_hint = "Apply the plan again to make a new job."


class VerificationFailed(DemogenError):
    """The numbers after the patch are not the planned ones, so it was rolled back."""

    code = "verification_failed"
    default_hint = "Nothing was written. Please report this with the job's log: it is a fault in demogen."


class AttemptSuperseded(DemogenError):
    """Another worker has taken this job over, so this attempt was rolled back."""

    code = "attempt_superseded"
    default_hint = "Nothing to do: the other attempt decides."


class WorkerStopping(DemogenError):
    """The worker was told to stop, so this attempt was rolled back and the job handed on."""

    code = "worker_stopping"
    default_hint = "Nothing to do: another worker goes on with the job."


class JobInterrupted(DemogenError):
    """The command that ran this job was interrupted; nothing was written."""

    code = "interrupted"
    default_hint = "Apply the plan again."


class StoryMissing(NotFound):
    """The tenant has no story."""

    code = "story_missing"
    default_hint = "Give it one: `demogen tenants story TENANT --scenario NAME --schedule daily`."


class UndoRefused(DemogenError):
    """The job cannot be undone."""

    code = "undo_refused"
    default_hint = "Nothing was changed."


class PreviewOutdated(DemogenError):
    """The tenant's planned months have changed since this plan was previewed; nothing was applied."""

    code = "preview_outdated"
    default_hint = "Look at the new preview, and apply again with its fingerprint."

    def __init__(self, preview: JsonObject | None = None) -> None:
        super().__init__()
        self.preview = preview


class UndoOutdated(PreviewOutdated):
    """The tenant's records have changed since this undo was previewed; nothing was undone."""

    default_hint = "Look at the new preview, and undo again with its fingerprint."


class ClearOutdated(PreviewOutdated):
    """The tenant's records have changed since this clearing was previewed; nothing was removed."""

    default_hint = "Look at the new preview, and clear again with its fingerprint."


class ShiftOutdated(PreviewOutdated):
    """The tenant's records have changed since this shift was previewed; nothing was moved."""

    default_hint = "Look at the new preview, and shift again with its fingerprint."


class ChangesNotKept(DemogenError):
    """The changes of a shift, and of its undo, are not listed record by record: every date moves by the same months."""

    code = "changes_not_kept"
    default_hint = "The job itself tells by how many months, and how many records of each kind moved."


class JobUnderWay(DemogenError):
    """A job of this kind is under way for the tenant."""

    code = "job_under_way"
    default_hint = "Wait for that job to end, or cancel it."


class ConfirmationNeeded(DemogenError):
    """This patch changes or retires records, and what was confirmed is not what it would do now."""

    code = "confirmation_needed"

    def __init__(self, preview: JsonObject, *, created: int, changed: int, deleted: int) -> None:
        super().__init__(
            f"This patch would create {created:,}, change {changed:,} and retire {deleted:,} records; that needs to be "
            "confirmed.",
            hint=f"Look at the preview, then confirm created={created}, changed={changed}, deleted={deleted}.",
        )
        self.preview = preview


class KeyReused(InputError):
    """This Idempotency-Key was used for another request."""

    code = "idempotency_key_reused"
    default_hint = "Give every new request a key of its own."


class KeyInFlight(DemogenError):
    """The request with this Idempotency-Key is still being worked on."""

    code = "idempotency_key_in_flight"
    default_hint = "Send the same request again in a moment."


class KeyWithdrawn(DemogenError):
    """The request with this Idempotency-Key was withdrawn before it arrived; nothing was done."""

    code = "idempotency_key_withdrawn"
    default_hint = "Send it with a new key if it is still wanted."


class PatchFailed(DemogenError):
    """The patch failed and was rolled back."""

    code = "patch_failed"
    default_hint = "Nothing was written. Remove the cause and apply the plan again."


class DatabaseError(DemogenError):
    """The database cannot be used."""

    code = "database"


class DatabaseUnreachable(DatabaseError):
    """The database cannot be reached."""

    code = "database_unreachable"
    default_hint = "Check DEMOGEN_DATABASE_URL and that the server runs and accepts this user."


class DatabaseFull(DatabaseError):
    """The database's disk is full; the transaction was rolled back and nothing was written."""

    code = "database_full"
    default_hint = "Free some space, or move DEMOGEN_HOME to a larger disk, and run it again."


class BackupFailed(DatabaseError):
    """The backup could not be written or read."""

    code = "backup_failed"
    default_hint = "Check the file, its directory and the space there; the database is as it was."


class SchemaOutdated(DatabaseError):
    """The database's tables are from an older version of demogen."""

    code = "schema_outdated"
    default_hint = "Make a backup, then run `demogen db upgrade`."


class SchemaTooNew(DatabaseError):
    """The database's tables are from a newer version of demogen."""

    code = "schema_too_new"
    default_hint = "Install that version, or use another database."


class EmbeddedServerFailed(DatabaseError):
    """The embedded PostgreSQL cannot be started."""

    code = "embedded_server"


def document_of(error: DemogenError) -> JsonObject:
    """`{code, message, hint}`, with `errors` for a plan's issues and `preview` where the error brings one."""
    document: JsonObject = {"code": error.code, "message": error.message, "hint": error.hint}
    if isinstance(error, PlanInvalid | PlanBlocked):
        document["errors"] = [issue.to_json() for issue in error.issues]
    if isinstance(error, ProfileInvalid):
        document["fields"] = dict(error.fields)
    if isinstance(error, PreviewOutdated | ConfirmationNeeded):
        document["preview"] = error.preview
    return document
