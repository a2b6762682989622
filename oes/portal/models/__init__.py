"""What the portal keeps: technical problems and applications for cumulative assessment."""

from oes.portal.models.applications import Application, ApplicationStep, OfficeMail
from oes.portal.models.problems import Problem, ProblemKind, ProblemMessage

__all__ = ["Application", "ApplicationStep", "OfficeMail", "Problem", "ProblemKind", "ProblemMessage"]
