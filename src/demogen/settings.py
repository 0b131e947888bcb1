"""The one reader of the environment."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from demogen.errors import InputError


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
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of the proxies in front, separated by commas: of them alone X-Forwarded-For and "
        "X-Forwarded-Proto are believed.",
    )
    log_level: str | None = Field(
        default=None, description="DEBUG, INFO, WARNING or ERROR; logs go to stderr."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, given: object) -> object:
        """Each as a network, so that a slip of the pen is seen at the start."""
        if not isinstance(given, str):
            return given
        return tuple(str(ip_network(word.strip())) for word in given.split(",") if word.strip())


@lru_cache
def settings() -> Settings:
    """The settings, read once. Raises InputError that names the variables that are wrong."""
    try:
        return Settings()
    except ValidationError as error:
        said = [
            f"DEMOGEN_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}."
            for fault in error.errors()
        ]
        raise InputError(" ".join(said), hint="Correct it, or unset it; README lists the settings.") from None
