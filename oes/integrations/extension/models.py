"""Which installation of the browser extension a token was given to."""

from django.db import models

from oes.attempts.models import AccessToken


class TokenOrigin(models.Model):
    """The one origin that may use a token: what is told with it from elsewhere is refused.

    Personal data: the random number that a student's Firefox gave the extension. Kept: until the token expires.
    """

    token = models.OneToOneField(AccessToken, on_delete=models.CASCADE, related_name="extension_origin")
    origin = models.CharField(max_length=120)
