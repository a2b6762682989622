"""What people were told is not kept for ever."""

from datetime import timedelta

from django.utils import timezone

from oes.notices.models import Notice
from oes.notices.services import notify
from oes.retention import expiry


def test_what_somebody_was_told_is_forgotten_after_a_year(admin):
    for kind in ("old", "new"):
        notify(users=[admin], kind=kind, title="a", text="b")
    Notice.objects.filter(kind="old").update(created_at=timezone.now() - timedelta(days=366))
    expiry.tidy()
    assert Notice.objects.get().kind == "new"
