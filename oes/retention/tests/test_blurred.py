"""The blurred clips of a case are copies of the recording: they go with it."""

import pytest

from oes.appeals.case_blurring import blur_next
from oes.appeals.models import Blurred
from oes.appeals.tests.case_scene import make_case
from oes.lib import blobs
from oes.retention.removal import media_bytes

pytestmark = pytest.mark.django_db


def test_the_clips_go_with_the_recording(aigerim, exam, admin):
    case = make_case(aigerim, exam, admin)
    while blur_next():
        pass
    keys = list(Blurred.objects.filter(violation=None).values_list("blob_key", flat=True))
    assert keys
    media_bytes(case.attempt)
    assert not any(blobs.is_there(key) for key in keys)
