"""Addresses of notices."""

from django.urls import path

from oes.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read_all"),
    path("mails/", views.choose, name="choose"),
    path("<uuid:notice>/open/", views.open_one, name="open"),
]
