"""Addresses of the bearer API."""

from django.urls import path

from oes.recorder import api, break_api, challenge_api

app_name = "recorder_api"
urlpatterns = [
    path("<uuid:uuid>/runs", api.runs, name="runs"),
    path("<uuid:uuid>/state", api.state, name="state"),
    path("<uuid:uuid>/check/<int:run>/<int:sequence>", api.check, name="check"),
    path("<uuid:uuid>/challenge", challenge_api.begin, name="challenge"),
    path("<uuid:uuid>/challenge/<int:number>", challenge_api.one, name="challenge_one"),
    path("<uuid:uuid>/pause", break_api.pause, name="pause"),
    path("<uuid:uuid>/resume", break_api.resume, name="resume"),
    path("<uuid:uuid>/ready", api.ready, name="ready"),
    path("<uuid:uuid>/start", api.start, name="start"),
    path("<uuid:uuid>/events", api.events, name="events"),
    path("<uuid:uuid>/manifest", api.manifest, name="manifest"),
    path("<uuid:uuid>/finish", api.finish, name="finish"),
]
