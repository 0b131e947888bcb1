"""The script in the how-to does what it says, as it stands there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from demogen.service.generation import TenantGenerator
from tests.integration.builders import grown_tenant

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "patch-over-http.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_script_validates_applies_polls_and_exports(
    served: tuple[str, str], generator: TenantGenerator, tmp_path: Path
) -> None:
    address, token = served
    tenant = grown_tenant(generator, months=3)
    script = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]

    run = subprocess.run(
        ["sh", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"DEMOGEN_SITE": address, "DEMOGEN_TOKEN": token, "DEMOGEN_TENANT": tenant.slug},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.strip().endswith("is completed")
    assert json.loads((tmp_path / "preview.json").read_text())["valid"]
    job = json.loads((tmp_path / "report.json").read_text())
    assert (job["status"], job["diffReport"]["status"]) == ("completed", "pass")
    assert "closedWonValue" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
