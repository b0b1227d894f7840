"""The command line: ``steadwork COMMAND``. Django's commands, with a database behind them."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from steadwork.config import environment
from steadwork.config.postgres import using
from steadwork.config.postgres.folder import CannotServe

# These read no row; a database would only make them slower.
WITHOUT_DATABASE = {"help", "version", "--help", "-h", "--version", "docs", "openapi"}
WITHOUT_DATABASE |= {"serve", "compilemessages", "makemessages", "collectstatic", "findstatic"}


def main() -> None:
    """Run one command. A refusal of the house is a sentence, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadwork.config.settings")
    arguments = spelled(sys.argv[1:]) or ["help"]
    command = arguments[0]
    if command != "serve":  # work done by an operator may take as long as it takes
        os.environ.setdefault("STATEMENT_TIMEOUT", "0")
    try:
        env = environment.read(os.environ)
        with nullcontext() if command in WITHOUT_DATABASE else using.database(env):
            run(command, arguments)
    except (environment.BadSetting, CannotServe) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


def spelled(words: list[str]) -> list[str]:
    """``import directory PATH`` is the command ``import_directory``."""
    if words[:1] == ["import"] and len(words) > 1 and not words[1].startswith("-"):
        return [f"import_{words[1]}", *words[2:]]
    return words


def run(command: str, arguments: list[str]) -> None:
    if command == "serve":
        from steadwork.config.serve import serve

        serve()
    elif command == "docs":
        from steadwork.config import reference

        reference.main(check="--check" in arguments)
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["steadwork", *arguments])


if __name__ == "__main__":
    main()
