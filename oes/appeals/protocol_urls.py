"""Addresses of protocols, statistics and the secretary's board."""

from django.urls import path

from oes.appeals import board_views, protocol_views

CASE = "appeals/<uuid:appeal>/"
urlpatterns = [
    path("appeals/board/", board_views.board, name="board"),
    path("appeals/statistics/", board_views.statistics, name="statistics"),
    path(CASE + "application.pdf", protocol_views.application_paper, name="application_pdf"),
    path(CASE + "protocol/", protocol_views.protocol, name="protocol"),
    path(CASE + "protocol/mails/<uuid:mail>/", protocol_views.protocol_mail, name="protocol_mail"),
    path(CASE + "protocol/draft-<slug:language>.pdf", protocol_views.protocol_draft, name="protocol_draft"),
    path(CASE + "protocol/<slug:language>.pdf", protocol_views.protocol_paper, name="protocol_pdf"),
]
