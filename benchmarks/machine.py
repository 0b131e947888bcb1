"""The machine that was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psycopg


def describe(url: str) -> dict[str, str]:
    """What a reader needs to place the numbers; `url` is that of the server that was used."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    assert row is not None
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": str(os.cpu_count()),
        "memory": f"{int((_first('/proc/meminfo', 'MemTotal') or '0 kB').split()[0]) // 2**20} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": f"{str(row[0]).split()[0]} (embedded, settings as shipped)",
    }


def peak_memory() -> int:
    """This process's, in MiB. What getrusage says of it begins with the peak of the process that started it."""
    return int((_first("/proc/self/status", "VmHWM") or "0 kB").split()[0]) // 1024


def _first(path: str, name: str) -> str | None:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), None)
