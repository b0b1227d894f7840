"""Jobs: effects outside the database, deferred in the transaction that caused them.

Procrastinate keeps its queue in the same database, so a job exists exactly when its cause does.
A job is small, may run twice without harm, and calls one action.
"""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)

job = app.task
periodic = app.periodic

__all__ = ["RETRIES", "job", "periodic"]
