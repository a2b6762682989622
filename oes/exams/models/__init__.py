"""Who sits what, by which rules: faculties, groups, students, exams, enrolments, policies."""

from oes.exams.models.accommodations import Accommodation
from oes.exams.models.exams import Enrolment, EnrolmentQuerySet, Exam, ExamQuerySet, Phones, SafeBrowserUse
from oes.exams.models.people import Faculty, ReferencePhoto, Student, StudyGroup
from oes.exams.models.phones import PhoneTry
from oes.exams.models.policies import ProctoringPolicy

__all__ = [
    "Accommodation",
    "Enrolment",
    "EnrolmentQuerySet",
    "Exam",
    "ExamQuerySet",
    "Faculty",
    "PhoneTry",
    "Phones",
    "ProctoringPolicy",
    "ReferencePhoto",
    "SafeBrowserUse",
    "Student",
    "StudyGroup",
]
