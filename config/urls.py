"""All addresses. Pages for people first, then the API of the recorder and the embed script."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("oes.accounts.urls")),
    path("i18n/setlang/", login_not_required(require_POST(set_language)), name="set_language"),
    path("", include("oes.review.urls")),
    path("", include("oes.reports.urls")),
    path("manage/", include("oes.exams.urls")),
    path("recordings/", include("oes.recordings.urls")),
    path("", include("oes.retention.urls")),
    path("", include("oes.recorder.urls")),
    path("", include("oes.evidence.urls")),
    path("", include("oes.rehearsals.urls")),
    path("", include("oes.owndata.urls")),
    path("notices/", include("oes.notices.urls")),
    path("", include("oes.written.urls")),
    path("", include("oes.portal.urls")),
    path("", include("oes.appeals.urls")),
    path("", include("oes.integrations.embed.urls")),
    path("", include("oes.integrations.extension.urls")),
    path("", include("oes.integrations.seb.urls")),
    path("", include("oes.integrations.guard.urls")),
    path("", include("oes.integrations.classroom.urls")),
    path("api/v1/attempts/", include("oes.ingest.urls")),
    path("api/v1/attempts/", include("oes.recorder.api_urls")),
    path("api/v1/attempts/", include("oes.rehearsals.api_urls")),
]
