"""A fast hash for initial passwords that we draw ourselves."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class InitialPasswordHasher(PBKDF2PasswordHasher):
    """One round of PBKDF2, safe only because the password is 80 random bits: no dictionary reaches it.

    Argon2 takes 50 ms and 100 MB each, so a faculty's 2,000 new accounts would hold the server for minutes.
    Django hashes the password anew with Argon2 at the first sign-in.
    """

    algorithm = "initial"
    iterations = 1
