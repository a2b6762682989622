"""Reads about notices."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from oes.notices.models import MailChoice, MailUse, Notice


def unread_of_user() -> Coalesce:
    """Return how many notices a user has not read, as a column of the query that reads the user."""
    mine = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    counted = mine.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def notices_of(user: Any) -> QuerySet[Notice]:
    """Return what somebody was told, newest first."""
    return Notice.objects.filter(user=user).order_by("-created_at", "-pk")


def mail_use_of(user: Any) -> str:
    """Return how somebody of the staff is mailed what is not urgent."""
    return MailChoice.objects.filter(user=user).values_list("use", flat=True).first() or MailUse.DAILY
