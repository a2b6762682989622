"""How numbers are written in Kazakh, which Django does not say."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
