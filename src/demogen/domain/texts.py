"""Texts that every database, file and browser can hold."""

from __future__ import annotations

import json


def is_sound(text: str) -> bool:
    """Whether UTF-8 can hold it. Half of a surrogate pair is no character, though JSON can write it and a command line bring it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_sound_json(content: bytes) -> bool:
    """The same for all texts of a JSON document; what is no JSON is not judged."""
    if b"\\ud" not in content.lower():
        return True
    try:
        return is_sound(json.dumps(json.loads(content), ensure_ascii=False))
    except (ValueError, RecursionError):
        return True
