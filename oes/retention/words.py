"""Kinds of data in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.domain.retention import Kind

KINDS: dict[Kind, Promise | str] = {
    Kind.MEDIA: _("Recordings of camera, sound and screen"),
    Kind.MEASURES: _("What was measured in them, numbers of faces included"),
    Kind.EVENTS: _("What the student's computer told"),
    Kind.PICTURES: _("Pictures of evidence and checks"),
    Kind.RESULTS: _("The attempt with trust, ledger and verdict"),
    Kind.PHOTOS: _("Reference photos"),
}
