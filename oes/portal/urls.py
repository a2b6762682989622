"""Addresses of portal."""

from django.urls import path

from oes.portal import board_views, calendar_views, help_urls, planning_views, public_views

app_name = "portal"
urlpatterns = [
    path("session/", public_views.session, name="session"),
    path("session/<uuid:period>/", public_views.session_of, name="session_of"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/<str:token>/exams.ics", calendar_views.calendar_feed, name="calendar_feed"),
    path("board/", board_views.board, name="board"),
    path("board/<uuid:period>/", board_views.period, name="period"),
    path("board/<uuid:period>/exams/", board_views.exams, name="period_exams"),
    path("board/<uuid:period>/waiting/", board_views.waiting, name="waiting"),
    path("board/<uuid:period>/plan/", planning_views.plan, name="plan"),
    path("board/<uuid:period>/plan/check/", planning_views.plan_check, name="plan_check"),
    path("board/<uuid:period>/plan/auto/", planning_views.plan_auto, name="plan_auto"),
    path("board/<uuid:period>/plan/duties/", planning_views.duties_auto, name="duties_auto"),
    path("board/<uuid:period>/slots/", planning_views.slots, name="slots"),
    path("board/<uuid:period>/rules/", planning_views.planning_rules, name="planning_rules"),
    path("board/slots/<uuid:slot>/", planning_views.slot, name="slot"),
    path("board/slots/<uuid:slot>/remove/", planning_views.slot_remove, name="slot_remove"),
    *help_urls.urlpatterns,
]
