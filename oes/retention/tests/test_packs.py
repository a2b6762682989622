"""A pack of an attempt whose recording is deleted is still a clean one: the chain says what is gone."""

import io

from oes.domain.retention import OF_ATTEMPT
from oes.evidence.tests.test_packing import ended, packed  # noqa: F401
from oes.evidence.verify import verify
from oes.retention.services import delete_content


def test_what_was_deleted_is_not_missing(ended):  # noqa: F811
    before, _ = packed(ended)
    for kind in OF_ATTEMPT:
        assert delete_content(attempt=ended, kind=kind, days=180)
    after, key = packed(ended)
    report = verify(io.BytesIO(after), keys=[key])
    assert (report.outcome, report.findings) == ("clean", ())
    assert b"media/camera/1-" in before
    assert b"media/camera/1-" not in after
