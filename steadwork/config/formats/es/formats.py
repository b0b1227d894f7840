"""Numbers for who reads Spanish in the United States: 1,234.50, as on every form here."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
