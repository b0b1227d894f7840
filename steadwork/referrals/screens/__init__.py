"""Referral orders on the desk and in the portal."""
