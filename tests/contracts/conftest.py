"""The rehearsals that their app's own tests know."""

from oes.rehearsals.tests.conftest import opened

__all__ = ["opened"]
