"""An accepted appeal with its panel, ready to be decided."""

from dataclasses import dataclass
from typing import Any

from oes.accounts.models import User
from oes.appeals import deciding
from oes.appeals.deciding_decision import Word
from oes.appeals.models import Appeal, Commission
from oes.appeals.moving import locked, move
from oes.appeals.panel import open_panel
from oes.appeals.tests.scenes import commission_with, filed_appeal
from oes.domain.appeal_state import AppealState
from oes.exams.models import Exam, Student


@dataclass
class Case:
    appeal: Appeal
    commission: Commission

    def user(self, login: str) -> User:
        return User.objects.get(username=login)

    @property
    def voters(self) -> list[User]:
        return [self.user(login) for login in ("chair1", "teacher1", "teacher2", "student1", "student2", "student3")]

    def fresh(self) -> Appeal:
        self.appeal = Appeal.objects.get(pk=self.appeal.pk)
        return self.appeal

    def open_vote(self) -> "Case":
        deciding.open_vote(appeal=self.appeal, by=self.user("secretary1"))
        self.fresh()
        return self

    def vote(self, login: str, *outcomes: str) -> Appeal:
        """Vote on the lines in their order."""
        told = {line.uuid: outcome for line, outcome in zip(self.appeal.lines.all(), outcomes, strict=True)}
        deciding.cast_votes(appeal=self.appeal, outcomes=told, by=self.user(login))
        return self.fresh()

    def all_vote(self, *outcomes: str) -> "Case":
        for user in self.voters:
            self.vote(user.username, *outcomes)
        return self

    def words(self, reason: str = "The recording shows it.", **more: Any) -> dict[Any, Word]:
        return {line.uuid: Word(reason, **more) for line in self.appeal.lines.all()}


def make_case(student: Student, exam: Exam, admin: User, **more: Any) -> Case:
    """Return the case of a filed and accepted appeal. `more`: arguments of `filed_appeal`."""
    appeal = filed_appeal(student, exam, admin, **more)
    commission = commission_with(appeal.organisation, appeal.period, appeal.faculty, by=admin, substitutes=1)
    row = locked(appeal)
    move(row, AppealState.ACCEPTED, by=admin, commission=commission)
    open_panel(appeal=row, by=User.objects.get(username="secretary1"))
    return Case(Appeal.objects.get(pk=row.pk), commission)
