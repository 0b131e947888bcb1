"""Deciding what to create: pure computation. Everything it needs (KPIs, clock, seed, names) is handed in."""
