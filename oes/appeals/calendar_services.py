"""Writes of the registrar about the rules of appeals and the days on which nobody works."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from oes.accounts.models import Organisation, User
from oes.appeals.models import AppealRules, Holiday
from oes.journal import services as journal

RULES = (
    "filing_days", "answer_days", "office_days", "deciding_days", "secret_votes", "names_shown", "works_on_saturday",
)  # fmt: skip


@transaction.atomic
def save_rules(*, rules: AppealRules, by: User) -> AppealRules:
    """Store the rules of an institution. Deadlines that were given stay as they are."""
    known = AppealRules.objects.select_for_update().filter(organisation=rules.organisation).first()
    before = {name: getattr(known, name) for name in RULES} if known else {}
    after = {name: getattr(rules, name) for name in RULES}
    if before == after:
        return rules
    row, _ = AppealRules.objects.update_or_create(organisation=rules.organisation, defaults=after)
    _tell(rules.organisation, by, "appeal_rules_saved", **after)
    return row


@transaction.atomic
def add_days(*, organisation: Organisation, days: Iterable[tuple[date, str]], works: bool, by: User) -> int:
    """Enter days off, or (`works`) working days, each with its title; a day that is there already stays as it is.

    Returns how many are new.
    """
    there = set(Holiday.objects.filter(organisation=organisation).values_list("day", flat=True))
    rows = [
        Holiday(organisation=organisation, day=day, title=title[:200], works=works)
        for day, title in dict(days).items()
        if day not in there
    ]
    Holiday.objects.bulk_create(rows)
    if rows:
        _tell(organisation, by, "holidays_added", days=[row.day.isoformat() for row in rows], works=works)
    return len(rows)


@transaction.atomic
def remove_day(*, holiday: Holiday, by: User) -> None:
    """Take a day out of the calendar. A second call changes nothing."""
    if Holiday.objects.filter(pk=holiday.pk).delete()[0]:
        _tell(holiday.organisation, by, "holiday_removed", day=holiday.day.isoformat(), works=holiday.works)


def _tell(organisation: Organisation, by: User, action: str, **content: object) -> None:
    journal.append(subject=organisation.uuid, action=action, actor=by.uuid, **content)
