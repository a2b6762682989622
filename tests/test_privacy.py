"""Every model says which personal data it holds, and for how long."""

import pytest
from django.db.models import Model

from tests.docs_tables import our_models, personal_data


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_it_says_what_is_kept_and_how_long(model):
    found = personal_data(model)
    assert found, "the docstring needs a line 'Personal data: ... . Kept: ... .'"
    assert all(found)


def test_it_misses_the_line_where_there_is_none():
    class Silent:
        """Says nothing."""

    class Half:
        """Personal data: name."""

    assert personal_data(Silent) is None  # type: ignore[arg-type]
    assert personal_data(Half) is None  # type: ignore[arg-type]
    assert personal_data(Model) is None
