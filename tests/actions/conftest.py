"""Fixtures of the tests of the actions."""

from tests.fixtures_store import *  # noqa: F403
