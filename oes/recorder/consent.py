"""The text that a student agrees to."""

CONSENT_TEXT_VERSION = "2026-11"
"""Changes with every change of meaning in `recorder/_consent_text.html`; kept with each answer."""
