"""The WSGI entry that Granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from oes.recordings import heartbeat  # noqa: E402  (models can be loaded only now)

heartbeat.begin()
