"""Every field says what it holds about people, and for how long."""

import pytest

from oes.domain.retention import Kind
from oes.exams.models import Faculty
from tests.docs_tables import our_models
from tests.personal import Told, complaints, register


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_it_tells_of_every_field(model):
    told = register().get(model._meta.label, [])
    assert not complaints(model, told), f"write it into personal.toml beside the models of {model._meta.app_label}"


def test_it_tells_of_no_model_that_is_not_there():
    assert set(register()) == {model._meta.label for model in our_models()}


def test_it_complains():
    told = [Told("id", "", "results"), Told("name", "", "for ever"), Told("id", "", "results"), Told("hat", "", "hour")]
    assert complaints(Faculty, told) == [
        "nothing is told of dean_office", "nothing is told of mail", "nothing is told of organisation",
        "nothing is told of uuid", "there is no field hat", "id is told twice",
        "name: kept 'for ever'?",
    ]  # fmt: skip


def test_what_has_bytes_of_its_own_is_deleted_by_the_rules():
    kinds = {Kind.MEDIA, Kind.PICTURES, Kind.PHOTOS, Kind.RESULTS}
    of_bytes = {label: one.kept for label, told in register().items() for one in told if one.field == "blob_key"}
    assert set(of_bytes.values()) == kinds | {"import"}
    assert "attempts.IdentityCheck" in of_bytes
