"""Large files for the importers: what loading half a million rows takes.

    python bench/imports.py make FOLDER [ROWS]      write the files
    python bench/imports.py run COMMAND …           run a command, print its time and peak memory

The files are made up with a fixed seed. ``inventory.csv`` and ``.xlsx`` follow the shipped mapping
of Toronto, one programme a row; ``directory/`` is HSDS tables, its rows over six files.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

SEED = 2024
HEAD = [
    "_id", "OCCUPANCY_DATE", "ORGANIZATION_ID", "ORGANIZATION_NAME", "SHELTER_ID", "SHELTER_GROUP",
    "LOCATION_ID", "LOCATION_NAME", "LOCATION_ADDRESS", "LOCATION_POSTAL_CODE", "LOCATION_CITY",
    "LOCATION_PROVINCE", "PROGRAM_ID", "PROGRAM_NAME", "SECTOR", "PROGRAM_MODEL",
    "OVERNIGHT_SERVICE_TYPE", "PROGRAM_AREA", "SERVICE_USER_COUNT", "CAPACITY_TYPE",
    "CAPACITY_ACTUAL_BED", "CAPACITY_FUNDING_BED", "OCCUPIED_BEDS", "UNOCCUPIED_BEDS",
    "UNAVAILABLE_BEDS", "CAPACITY_ACTUAL_ROOM", "CAPACITY_FUNDING_ROOM", "OCCUPIED_ROOMS",
    "UNOCCUPIED_ROOMS", "UNAVAILABLE_ROOMS", "OCCUPANCY_RATE_BEDS", "OCCUPANCY_RATE_ROOMS",
]  # fmt: skip
CITIES = ["Toronto", "North York", "Scarborough", "Etobicoke", "Vaughan"]
SECTORS = ["Families", "Men", "Women", "Mixed Adult", "Youth"]


def inventory(rows: int) -> Iterator[list[str]]:
    """One to three places a row: about a million assets for half a million rows."""
    dice = random.Random(SEED)
    for n in range(rows):
        bed = dice.random() < 0.7
        taken, free, blocked = dice.randint(0, 1), dice.randint(0, 1), int(dice.random() < 0.1)
        free = free or int(not taken)
        said = [taken + free, taken + free + blocked, taken, free, blocked]
        texts = [str(number) for number in said]
        yield [
            str(n), "2024-01-01", str(n // 100), f"Organization {n // 100}", str(n // 20),
            f"Group {n // 20}", str(n // 4), f"House {n // 4}", f"{n // 4} King Street",
            "M5V 1A1", CITIES[n // 4 % 5], "ON", str(n), f"Programme {n}", dice.choice(SECTORS),
            "Emergency", "Shelter", "Base Shelter and Overnight Services System", str(taken),
            "Bed Based Capacity" if bed else "Room Based Capacity",
            *(texts if bed else [""] * 5), *([""] * 5 if bed else texts), "", "",
        ]  # fmt: skip


def make(folder: Path, rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "inventory.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(inventory(rows))
    with xlsxwriter.Workbook(str(folder / "inventory.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Occupancy")
        sheet.write_row(0, 0, HEAD)
        for number, row in enumerate(inventory(rows), 1):
            for place, cell in enumerate(row):
                if cell.isdigit():
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell)
    make_directory(folder / "directory", rows)


def make_directory(folder: Path, rows: int) -> None:
    """A tenth organizations; two tenths each of locations, services, links, phones; then hours."""
    folder.mkdir(exist_ok=True)
    few, many = rows // 10, rows // 5
    words = "Help, advice and company for everybody who comes through the door. " * 4
    tables: dict[str, tuple[list[str], Iterator[list[object]]]] = {
        "organizations": (
            ["id", "name", "description", "email", "url"],
            ([n, f"Organization {n}", words, f"o{n}@example.org", ""] for n in range(few)),
        ),
        "locations": (
            ["id", "organization_id", "name", "latitude", "longitude"],
            ([n, n // 2, f"House {n}", 43 + n % 90 / 100, -79] for n in range(many)),
        ),
        "services": (
            ["id", "organization_id", "name", "description", "status", "fees"],
            ([n, n // 2, f"Service {n}", words, "active", "none"] for n in range(many)),
        ),
        "services_at_location": (
            ["id", "service_id", "location_id"],
            ([n, n, n] for n in range(many)),
        ),
        "phones": (
            ["id", "location_id", "number"],
            ([n, n, f"+1 416 {n:07}"] for n in range(many)),
        ),
        "regular_schedules": (
            ["id", "service_id", "weekday", "opens_at", "closes_at"],
            ([n, n, "Monday", "9:00", "17:00"] for n in range(rows - few - 4 * many)),
        ),
    }
    for name, (head, lines) in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(head)
            writer.writerows(lines)


def run(command: list[str]) -> int:
    """The command's time and the most memory it took; the database's own is not counted."""
    begun = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    took = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own, most = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{took:.0f} s ({own:.0f} s of it our own), {most:.0f} MB: {' '.join(command)}")
    return code


if __name__ == "__main__":
    verb, *rest = sys.argv[1:] or ["help"]
    if verb == "make" and rest:
        make(Path(rest[0]), int(rest[1]) if len(rest) > 1 else 500_000)
    elif verb == "run" and rest:
        sys.exit(run(rest))
    else:
        sys.exit(__doc__)
