"""A Chromium for the browser tests: the one that is there, else Debian's, installed where that is possible.

Run as `python -m tools.browser`; prints where it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """The path of an installed Chromium; DEMOGEN_TEST_BROWSER goes before."""
    given = os.environ.get("DEMOGEN_TEST_BROWSER")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Debian's Chromium, for root on a machine with apt-get."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit(
            "The browser tests need Chromium. Install it (Debian: `sudo apt-get install chromium`), or name one with "
            "DEMOGEN_TEST_BROWSER=/path/to/chromium."
        )
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *words], check=True, env=quiet, stdout=subprocess.DEVNULL)


def main() -> None:
    if find() is None:
        install()
    print(find())


if __name__ == "__main__":
    main()
