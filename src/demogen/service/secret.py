"""The site's secret, made on first use in a file that its owner alone can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from demogen.errors import InputError

_BYTES = 32


def load_secret(path: Path) -> bytes:
    """The secret in the file; a new one where there is no file. Raises InputError where it cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _read(path)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_BYTES))
        return _read(path)
    except OSError as error:
        raise InputError(
            f"The secret file {path} cannot be used: {error.strerror}.",
            hint="Make it readable by this user alone, or name another with DEMOGEN_SECRET_FILE.",
        ) from error


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise InputError(f"Others may read the secret file {path}.", hint=f"Run `chmod 600 {path}`.")
    found = path.read_text().strip()
    if len(found) != 2 * _BYTES:
        raise InputError(
            f"The secret file {path} holds no secret of ours.", hint="Remove it; a new one is made."
        )
    return found.encode()
