"""Telling people."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from oes.notices.models import Notice

Text = str | Promise


def notify(
    *, users: Iterable[Any], kind: str, title: Text, text: Text, path: str = "", mail: bool = True, **values: object
) -> list[Notice]:
    """Tell each user, in the language that each reads. Commits with the caller's own rows; the mail leaves later.

    `title` and `text` are lazily translated and may hold %(name)s places that `values` fill; `path` is a page of ours.
    """
    rows = []
    for user in users:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            filled = [" ".join((str(title) % values).split())[:200], str(text) % values]
        rows.append(
            Notice(
                user=user, kind=kind, title=filled[0], text=filled[1], path=path, mail_wanted=mail and bool(user.email)
            )
        )
    return Notice.objects.bulk_create(rows, batch_size=200)
