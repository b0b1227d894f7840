"""The data folder: where a machine keeps its database, attachments and secrets."""

from __future__ import annotations

import os
from pathlib import Path


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def make(home: Path) -> Path:
    """The folder, made now when it is not there. Folders that we did not make stay as they are.

    It is closed to others. Root's may be passed through, not listed: the account that runs the
    database has to reach its own folder inside.
    """
    if not home.is_dir():
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        if is_root():
            home.chmod(0o711)
    return home
