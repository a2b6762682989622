"""What appeals keep: rules, releases, commissions, cases, votes and decisions."""

from oes.appeals.models.appeal import STATES, Appeal, AppealLine, AppealStep, Attachment, LineKind, Topic
from oes.appeals.models.blurred import Blurred
from oes.appeals.models.case_check import CaseCheck
from oes.appeals.models.commission import Commission, CommissionMember, MemberRole, Quota
from oes.appeals.models.deciding import (
    AppealMail,
    Ballot,
    Decision,
    Hearing,
    Outcome,
    PanelMember,
    Protocol,
    RegistrarTask,
    Statement,
)
from oes.appeals.models.release import AppealRules, Holiday, Release

__all__ = [
    "STATES", "Appeal", "AppealLine", "AppealMail", "AppealRules", "AppealStep", "Attachment", "Ballot", "Blurred",
    "CaseCheck", "Commission", "CommissionMember", "Decision", "Hearing", "Holiday", "LineKind", "MemberRole",
    "Outcome", "PanelMember", "Protocol", "Quota", "RegistrarTask", "Release", "Statement", "Topic",
]  # fmt: skip
