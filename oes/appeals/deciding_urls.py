"""Addresses of statements, hearing, vote, decision, and of what follows from it."""

from django.urls import URLPattern, path

from oes.appeals import deciding_task_views, deciding_views

_CASE = "appeals/<uuid:appeal>/deciding/"
urlpatterns: list[URLPattern] = [
    path("cases/", deciding_views.cases, name="cases"),
    path(_CASE, deciding_views.case_deciding, name="deciding"),
    path(f"{_CASE}panel/", deciding_views.panel_open, name="panel_open"),
    path(f"{_CASE}aside/", deciding_views.aside, name="aside"),
    path(f"{_CASE}statement/", deciding_views.statement, name="statement"),
    path(f"{_CASE}hearing/", deciding_views.hearing, name="hearing"),
    path(f"{_CASE}open/", deciding_views.vote_open, name="vote_open"),
    path(f"{_CASE}vote/", deciding_views.vote, name="vote"),
    path(f"{_CASE}decision/", deciding_views.decision, name="decide"),
    path("appeals/tasks/", deciding_task_views.tasks, name="tasks"),
    path("appeals/tasks/<uuid:task>/", deciding_task_views.task, name="task"),
]
