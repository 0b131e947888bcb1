"""Frozen values and their rules. Nothing here knows SQL, HTTP, files, the clock or randomness."""
