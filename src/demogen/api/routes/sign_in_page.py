"""The page that a one-time link opens: one button, so that no preview of the link uses it up."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to demogen</title>
<link rel="icon" href="/docs/favicon.png">
</head>
<body>
<main>
<h1>demogen</h1>
<p><button id="sign-in" type="button">Sign in</button></p>
<p role="status" id="status"></p>
</main>
<script src="/sign-in.js"></script>
</body>
</html>
"""

_SCRIPT = """\
const status = document.getElementById("status");
document.getElementById("sign-in").addEventListener("click", async () => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  const answer = await fetch("/api/master/demo-generator/session/link", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  const document = await answer.json();
  if (answer.ok) location.replace("/docs");
  else status.textContent = `${document.detail} ${document.hint}`;
});
"""


@router.get("/sign-in")
def page() -> HTMLResponse:
    return HTMLResponse(_PAGE)


@router.get("/sign-in.js")
def script() -> Response:
    return Response(_SCRIPT, media_type="text/javascript")
