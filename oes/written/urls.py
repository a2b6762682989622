"""Addresses of written."""

from oes.written.marking.urls import urlpatterns as marking_patterns

app_name = "written"
urlpatterns = [*marking_patterns]
