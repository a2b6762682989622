"""What an import does with a line, and what every kind of import has in common."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from oes.accounts.models import Organisation, Role, User
from oes.exams.importing.lines import Layout, Line
from oes.exams.models import ExamPeriod


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(slots=True)
class Step:
    """What happens to one line. `row` is what it changes or needs; `changes` says what changes, in words."""

    line: Line
    action: Action
    row: Any = None
    changes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Coming:
    """Names that earlier lines of the same file make, so that later ones may speak of them before they are there."""

    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    faculty_of: dict[str, str] = field(default_factory=dict)
    """The faculty of a group, as lines said so far."""

    def add(self, kind: str, name: str) -> None:
        self.names[kind].add(name)

    def has(self, kind: str, name: str) -> bool:
        return name in self.names[kind]


class Importer:
    """One kind of import. `plan` judges some lines and remembers them in `coming`; `save` carries steps out.

    Lines come in batches, in the order of the file; only `save` writes, in the caller's transaction.
    """

    layout: Layout
    shows: str
    """The column by which a person knows a line."""

    def __init__(self, *, organisation: Organisation, period: ExamPeriod | None, coming: Coming) -> None:
        self.organisation, self.period, self.coming = organisation, period, coming

    def plan(self, lines: list[Line]) -> list[Step]:
        raise NotImplementedError

    def prepare(self, steps: list[Step]) -> None:
        """Do what takes time before `save`, outside the transaction; a step may be found to be refused."""

    def save(self, steps: list[Step]) -> None:
        raise NotImplementedError


def of(steps: list[Step], action: Action) -> list[Step]:
    return [step for step in steps if step.action is action]


def batches(lines: list[Line], size: int) -> Iterator[list[Line]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]


def words_of_change(now: dict[str, str], values: dict[str, str], *, kept: tuple[str, ...] = ()) -> list[str]:
    """Return what a line changes, in words. `kept`: columns whose empty cells take nothing away."""
    different = [name for name, value in now.items() if value != values[name] and (values[name] or name not in kept)]
    return [f"{name}: {now[name] or '–'} → {values[name] or '–'}" for name in different]


def is_plain(user: User) -> bool:
    """Return whether an import may change the account: nobody's but a student's or a teacher's.

    Whoever may import could otherwise give an administrator's account the own address, and then ask for its password.
    """
    return {grant.role for grant in user.roles.all()} <= {Role.STUDENT, Role.TEACHER}
