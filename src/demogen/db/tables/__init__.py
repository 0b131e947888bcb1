"""Physical tables. Table and column names stand here once; every query and COPY derives them from these models."""

from demogen.db.tables.admins import (
    AccessToken,
    AdminPassword,
    AdminSession,
    AuditEntry,
    IdempotencyKey,
    SignInAttempt,
    SignInLink,
)
from demogen.db.tables.base import Base
from demogen.db.tables.crm import (
    ENTITY_TABLES,
    IRREGULAR,
    LIVE,
    STAGE_CHANGES,
    Activity,
    Company,
    Contact,
    Deal,
    DealStageChange,
    Tenant,
    User,
)
from demogen.db.tables.jobs import (
    ACTIONS,
    STATUSES,
    DemoGenerationJob,
    DemoJobProgress,
    DemoPatchJob,
    DemoRowImage,
)
from demogen.db.tables.stories import DemoHealth, DemoStory, DemoStoryMonth

__all__ = [
    "ACTIONS",
    "ENTITY_TABLES",
    "IRREGULAR",
    "LIVE",
    "STAGE_CHANGES",
    "STATUSES",
    "AccessToken",
    "Activity",
    "AdminPassword",
    "AdminSession",
    "AuditEntry",
    "Base",
    "Company",
    "Contact",
    "Deal",
    "DealStageChange",
    "DemoGenerationJob",
    "DemoHealth",
    "DemoJobProgress",
    "DemoPatchJob",
    "DemoRowImage",
    "DemoStory",
    "DemoStoryMonth",
    "IdempotencyKey",
    "SignInAttempt",
    "SignInLink",
    "Tenant",
    "User",
]
