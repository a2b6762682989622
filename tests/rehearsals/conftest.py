"""The rehearsals that the app's own tests know."""

from oes.rehearsals.tests.conftest import done, opened, recorded

__all__ = ["done", "opened", "recorded"]
