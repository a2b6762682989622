"""Who may speak for an attempt without being signed in."""

from django.db import models

from oes.attempts.models.attempts import Attempt


class AccessToken(models.Model):
    """A bearer token of one attempt; only its hash is kept. Personal data: none. Kept: until it expires."""

    class Use(models.TextChoices):
        UPLOAD = "upload"
        EMBED = "embed"
        EXTENSION = "extension"
        GUARD = "guard"
        RETURN = "return"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="tokens")
    use = models.CharField(max_length=10, choices=Use)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
