"""The one reader of the environment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment variables with the prefix DEMOGEN_."""

    model_config = SettingsConfigDict(env_prefix="DEMOGEN_", env_ignore_empty=True)

    database_url: str | None = Field(
        default=None, description="A PostgreSQL, 14 or newer. Unset: an embedded one is started."
    )
    home: Path = Field(
        default_factory=lambda: user_data_path("demogen"),
        description="Where the embedded PostgreSQL keeps its data.",
    )
    max_records: int = Field(
        default=5_000_000, ge=1, description="The most records that one patch may create."
    )
    secret_file: Path | None = Field(
        default=None, description="The secret that signs form tokens (default: `secret` under the home)."
    )
    log_level: str | None = Field(
        default=None, description="DEBUG, INFO, WARNING or ERROR; logs go to stderr."
    )


@lru_cache
def settings() -> Settings:
    """The settings, read once."""
    return Settings()
