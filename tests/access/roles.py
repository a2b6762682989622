"""Who asks, and what each door answers to whom. docs/access.md and the tests are made of this."""

from dataclasses import dataclass, field

STRANGER = "stranger"
OTHER_STUDENT = "other student"
STUDENT = "student"
OTHER_PROCTOR = "proctor of another exam"
PROCTOR = "proctor"
TEACHER = "teacher"
COMMISSION = "commission"
REGISTRAR = "registrar"
DEAN = "dean's office"
OTHER_DEAN = "dean's office of another faculty"
OBSERVER = "observer of the exam"
REVIEWER = "reviewer"
SECRETARY = "secretary"
TECHNICIAN = "technical help"
OUTSIDER_HERE = "administrator elsewhere, here"
OUTSIDER_THERE = "administrator elsewhere, there"
ADMINISTRATOR = "administrator"
OTHER_TOKEN = "token of another attempt"
TOKEN = "token of the attempt"
ROLES = (
    STRANGER, OTHER_STUDENT, STUDENT, OTHER_PROCTOR, PROCTOR, OBSERVER, REVIEWER, TEACHER, COMMISSION, SECRETARY, DEAN,
    OTHER_DEAN, REGISTRAR, TECHNICIAN, OUTSIDER_HERE, OUTSIDER_THERE,
    ADMINISTRATOR, OTHER_TOKEN, TOKEN,
)  # fmt: skip
"""The administrator of another institution asks twice: at our host name with the own sign-in, and at the own host name
for our rows. Tokens are what programs hold in place of a sign-in."""

SIGN_IN = "sign-in"
OPENS = "opens"
Answer = str | int
"""OPENS, SIGN_IN (302 to the sign-in page) or the status of a refusal."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who comes in: `others` is what everybody else gets who has signed in; `stranger` who has not."""

    name: str
    open_to: tuple[str, ...]
    stranger: Answer = SIGN_IN
    others: Answer = 403
    special: dict[str, Answer] = field(default_factory=dict)

    def answer_to(self, role: str) -> Answer:
        """Return what a role gets."""
        if role in self.special:
            return self.special[role]
        if role in self.open_to:
            return OPENS
        return self.stranger if role in (STRANGER, OTHER_TOKEN, TOKEN) else self.others


EVERYBODY = Door("everybody", ROLES)
SIGNED_LINK = Door("administration, by a link of the own sign-in", (ADMINISTRATOR,), special={OUTSIDER_THERE: 403})
OWN_LINK = Door("whoever got a link for the own sign-in", (STUDENT,), special={OUTSIDER_THERE: 404})
LINK = Door("whoever holds the link", ROLES, special={OUTSIDER_THERE: 404})
PUBLISHED = Door("everybody, once it is published", ROLES, special={OUTSIDER_THERE: 404})
MAILED_LINK = Door("whoever holds the mailed link", ROLES, special={OUTSIDER_THERE: 200})
"""At another institution the page says that the link does not work."""
CODE = Door("whoever holds the code", ROLES, special={OUTSIDER_THERE: 404})
GUARD_CODE = Door("whoever holds the code", ROLES, special={OUTSIDER_THERE: 401})
SIGNED_IN = Door("whoever has signed in", ROLES[1:-2], special={OUTSIDER_HERE: 403})
STAFF = Door(
    "the staff, for themselves",
    (
        OTHER_PROCTOR, PROCTOR, OBSERVER, REVIEWER, TEACHER, COMMISSION, SECRETARY, DEAN, OTHER_DEAN,
        REGISTRAR, TECHNICIAN, OUTSIDER_THERE, ADMINISTRATOR,
    ),
)  # fmt: skip
ADMINISTRATION = Door("administration", (ADMINISTRATOR,), special={OUTSIDER_THERE: 404})
"""Pages about rows of an institution: the other one's administrator does not find them."""
OWN_ADMINISTRATION = Door("administration, of the own institution", (ADMINISTRATOR, OUTSIDER_THERE))
"""Pages that name no row: the other institution's administrator sees the own rows there."""
HELPDESK = Door(
    "administration, proctors and technical help", (ADMINISTRATOR, OUTSIDER_THERE, PROCTOR, OTHER_PROCTOR, TECHNICIAN)
)
KEEPERS = Door(
    "registrar, administration and technical help",
    (ADMINISTRATOR, REGISTRAR, TECHNICIAN),
    special={OUTSIDER_THERE: 404},
)
OWN_KEEPERS = Door(
    "registrar, administration and technical help, of the own institution",
    (ADMINISTRATOR, REGISTRAR, TECHNICIAN, OUTSIDER_THERE),
)
TECHNICAL_HELP = Door("administration and technical help", (ADMINISTRATOR, TECHNICIAN), special={OUTSIDER_THERE: 404})
OWN_TECHNICAL_HELP = Door(
    "administration and technical help, of the own institution", (ADMINISTRATOR, TECHNICIAN, OUTSIDER_THERE)
)
DEANS = Door(
    "the dean's office of the faculty, registrar and administration",
    (ADMINISTRATOR, REGISTRAR, DEAN),
    special={OUTSIDER_THERE: 404, OTHER_DEAN: 404},
)
ALL_DEANS = Door(
    "dean's offices, registrar and administration, for their faculties",
    (ADMINISTRATOR, REGISTRAR, DEAN, OTHER_DEAN, OUTSIDER_THERE),
)
DOORKEEPERS = Door(
    "registrar, administration, technical help and proctors",
    (ADMINISTRATOR, REGISTRAR, TECHNICIAN, PROCTOR, OTHER_PROCTOR, OUTSIDER_THERE),
)
OFFICE = Door("registrar and administration", (ADMINISTRATOR, REGISTRAR), special={OUTSIDER_THERE: 404})
"""Pages about rows of an institution that the registrar keeps."""
OWN_OFFICE = Door("registrar and administration, of the own institution", (ADMINISTRATOR, REGISTRAR, OUTSIDER_THERE))
PREPARERS = Door(
    "registrar, administration, and teachers of the subject",
    (ADMINISTRATOR, REGISTRAR, TEACHER),
    special={OUTSIDER_THERE: 404},
)
REVIEWING = Door("administration and reviewers", (ADMINISTRATOR, REVIEWER), special={OUTSIDER_THERE: 404})
OWN_REVIEWING = Door("administration and reviewers, of the own institution", (ADMINISTRATOR, REVIEWER, OUTSIDER_THERE))
WATCHERS = Door(
    "administration, reviewers, and observers of the exam", (ADMINISTRATOR, REVIEWER, OBSERVER),
    special={OUTSIDER_THERE: 404},
)  # fmt: skip
READERS = Door(
    "registrar, administration, observers of the exam", (ADMINISTRATOR, REGISTRAR, OBSERVER),
    special={OUTSIDER_THERE: 404},
)  # fmt: skip
PREPARERS = Door(
    "registrar, administration, teachers of the subject", (ADMINISTRATOR, REGISTRAR, TEACHER),
    special={OUTSIDER_THERE: 404},
)  # fmt: skip
MARKER = Door("the marker of the work", (TEACHER,), special={ADMINISTRATOR: 404, REGISTRAR: 404, OUTSIDER_THERE: 404})
WORK_STAFF = Door(
    "registrar, administration, teachers, observers, of the own institution",
    (ADMINISTRATOR, REGISTRAR, TEACHER, OBSERVER, OUTSIDER_THERE),
)
OWN_VIEWING = Door(
    "whoever opened the viewing", (ADMINISTRATOR,), special={OUTSIDER_THERE: 404, OBSERVER: 404, REVIEWER: 404}
)
PAPER_KEEPERS = Door(
    "secretary and chair of the commission, registrar and administration",
    (ADMINISTRATOR, REGISTRAR, SECRETARY),
    special={COMMISSION: 404, OUTSIDER_THERE: 404},
)
PAPER_READERS = Door(
    "the student, the commission, registrar and administration",
    (STUDENT, COMMISSION, SECRETARY, ADMINISTRATOR, REGISTRAR),
    special={OTHER_STUDENT: 404, OUTSIDER_THERE: 404},
)
OWN_SECRETARIES = Door(
    "secretaries of commissions, registrar and administration, of the own institution",
    (ADMINISTRATOR, REGISTRAR, SECRETARY, OUTSIDER_THERE),
)
WORK_LINK = Door(
    "registrar and administration, teachers, observers, students, by a link of the own sign-in", (ADMINISTRATOR,),
    special={OUTSIDER_THERE: 404},
)  # fmt: skip
ALL_STUDENTS = Door("students", (STUDENT, OTHER_STUDENT))
ONE_STUDENT = Door("the student", (STUDENT,), special={OTHER_STUDENT: 404})
ONE_READER = Door("who is told", (STUDENT,), others=404, special={OUTSIDER_HERE: 403})
UPLOAD = Door("the attempt's upload token", (TOKEN,), stranger=401, others=401, special={OTHER_TOKEN: 404})
PROGRAM = Door("the program's token", (TOKEN,), stranger=401, others=401, special={OTHER_TOKEN: 403})
FRAME = Door("the token, for what it belongs to", (TOKEN, OTHER_TOKEN), stranger=401, others=401)
BY_TOKEN = (UPLOAD, PROGRAM, FRAME, CODE, GUARD_CODE)
"""Doors of calls: a token or code in the request counts, and a sign-in does not."""
