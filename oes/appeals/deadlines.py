"""The rules of an institution, its calendar, and the deadline of each state."""

from datetime import datetime
from zoneinfo import ZoneInfo

from oes.accounts.models import Organisation
from oes.appeals.models import AppealRules, Holiday
from oes.domain.appeal_state import OWNER, AppealState, Owner
from oes.domain.working_days import Calendar

CHAIR_DAYS = 1
STUDENT_DAYS = 2
PROTOCOL_DAYS = 2
TASK_DAYS = 3


def rules_of(organisation: Organisation) -> AppealRules:
    """Return the stored rules, or those that an institution begins with. One query."""
    return AppealRules.objects.filter(organisation=organisation).first() or AppealRules(organisation=organisation)


def calendar_of(organisation: Organisation, rules: AppealRules | None = None) -> Calendar:
    """Return on which days an institution works. One query, another one where the rules are not at hand."""
    rules = rules or rules_of(organisation)
    free, working = set(), set()
    for day, works in Holiday.objects.filter(organisation=organisation).values_list("day", "works"):
        (working if works else free).add(day)
    zone = ZoneInfo(organisation.time_zone)
    return Calendar(zone, frozenset(free), frozenset(working), rules.works_on_saturday)


def due_at(state: AppealState, now: datetime, organisation: Organisation) -> datetime | None:
    """Return until when the owner of a state that is entered now has to act; None where nobody has. Two queries."""
    if OWNER[state] is Owner.NOBODY:
        return None
    rules = rules_of(organisation)
    days = {
        AppealState.RETURNED: STUDENT_DAYS,
        AppealState.VOTING: rules.deciding_days,
        AppealState.VOTED: CHAIR_DAYS,
        AppealState.TIED: CHAIR_DAYS,
        AppealState.DECIDED: PROTOCOL_DAYS,
    }
    return calendar_of(organisation, rules).deadline(now, days.get(state, rules.office_days))
