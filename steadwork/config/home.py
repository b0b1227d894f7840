"""The data folder: where a machine keeps its database, attachments and secrets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def private_file(path: Path, mode: str = "w") -> IO[str]:
    """Open a file that only its owner may read from its first moment on; ``a`` adds to it."""
    kept = os.O_APPEND if mode == "a" else os.O_TRUNC
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | kept, 0o600), mode)


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
