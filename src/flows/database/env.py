"""Alembic's way in."""

from flows.database.migration import run_environment

run_environment()
