"""Telling somebody something."""

from django.utils.translation import gettext_lazy as _

from oes.notices.services import notify


def test_it_is_written_in_the_language_that_each_reads(admin, aigerim):
    admin.language, aigerim.user.language = "ru", "kk"
    rows = notify(users=[admin, aigerim.user], kind="tried", title=_("Exams"), text="%(n)s %%", path="/exams/", n=5)
    assert [row.title for row in rows] == ["Экзамены", "Емтихандар"]
    assert {row.text for row in rows} == {"5 %"}


def test_who_has_no_address_gets_no_mail(admin):
    admin.email = ""
    (row,) = notify(users=[admin], kind="tried", title="a", text="b")
    assert not row.mail_wanted
