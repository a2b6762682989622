"""The address at which a rehearsal's page tells what it measured."""

from django.urls import path

from oes.rehearsals import api

app_name = "rehearsals_api"
urlpatterns = [path("<uuid:uuid>/rehearsal", api.rehearsal, name="rehearsal")]
