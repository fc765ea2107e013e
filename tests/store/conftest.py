"""Fixtures of the tests of the store."""

from tests.fixtures_store import *  # noqa: F403
