"""What the portal keeps: technical problems and applications for cumulative assessment."""

from oes.portal.models.applications import Application, ApplicationStep
from oes.portal.models.problems import Problem, ProblemKind, ProblemMessage

__all__ = ["Application", "ApplicationStep", "Problem", "ProblemKind", "ProblemMessage"]
