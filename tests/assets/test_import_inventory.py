import csv
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateRange

import steadwork.assets.inventory.examples as examples
from steadwork.assets import actions, counts
from steadwork.assets.inventory import settling
from steadwork.assets.inventory.plan import CountRow
from steadwork.assets.inventory.settling import Place, settle
from steadwork.assets.models import Asset, AssetChange, Booking
from steadwork.catalog.models import Product
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now
from steadwork.kernel.errors import Taken
from steadwork.parties import actions as parties
from steadwork.parties.models import Organization, Partnership, Site

TORONTO = Path(__file__).parents[3] / "shared/data/toronto/shelter-occupancy-2024-01-01.csv"
needs_data = pytest.mark.skipif(not TORONTO.is_file(), reason="the shared data is not here")
EXAMPLE = Path(next(iter(examples.__path__))) / "toronto.toml"
NIGHT = date(2024, 1, 1)

pytestmark = pytest.mark.django_db

MAPPING = """
source = "houses"
country = "CA"

[night]
column = "Night"
formats = ["%d/%m/%Y"]

[organization]
key = "Org"
name = "Organization"

[site]
key = "Site"
name = "House"
city = "City"
region = "Province"

[programme]
key = "Programme"
name = "Title"

[[capacity]]
noun = "Bed"
total = "Beds"
taken = "Taken"
blocked = "Blocked"

[[product]]
when = { Sector = "Families" }
code = "family-room"
name = "Family room"
noun = "Room"

[[product]]
code = "bed"
name = "Bed"

[[who]]
when = { Sector = "Women" }
genders = ["female"]
min_age = 18

[attributes]
sector = "Sector"
"""

COLUMNS = [
    "Night", "Org", "Organization", "Site", "House", "City", "Province", "Programme", "Title",
    "Sector", "Beds", "Taken", "Blocked",
]  # fmt: skip


def row(**said):
    usual = {
        "Night": "01/01/2024", "Org": "1", "Organization": "Harbour House", "Site": "10",
        "House": "Pier 4", "City": "Toronto", "Province": "ON", "Programme": "100",
        "Title": "Women's beds", "Sector": "Women", "Beds": "4", "Taken": "2", "Blocked": "1",
    }  # fmt: skip
    return usual | said


@pytest.fixture
def host():
    return parties.create_host(name="City Agency", by=SYSTEM)


@pytest.fixture
def load(tmp_path, monkeypatch, host):
    """Write rows into a file and import it."""
    monkeypatch.chdir(tmp_path)
    Path("map.toml").write_text(MAPPING)

    def run(*rows, **options):
        with Path("houses.csv").open("w", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        call_command("import_inventory", "houses.csv", mapping=Path("map.toml"), **options)

    return run


def told(path="houses-repair.csv"):
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return [
            (line["Row"], line["Column"], line["Value"], line["What is wrong"])
            for line in csv.DictReader(stream)
        ]


def use(night=NIGHT, **of):
    """Total, taken, held, blocked and free, as a screen counts them."""
    found = counts.counts(Asset.objects.filter(source="houses", **of), night)
    return (found.total, found.taken, found.held, found.blocked, found.free)


def everything():
    models = (Organization, Site, Product, Partnership, Asset, Booking, AssetChange)
    hidden = {"created_at", "updated_at"}
    return {
        m.__name__: sorted(
            str([(k, v) for k, v in r.items() if k not in hidden]) for r in m.objects.values()
        )
        for m in models
    }


def hold(asset, nights=1, night=NIGHT):
    return actions.hold(asset.pk, DateRange(night, night + timedelta(days=nights)), by=SYSTEM)


def test_counts_become_places_one_by_one_and_their_use(load, host):
    load(row())

    assert use() == (4, 2, 0, 1, 1)
    beds = Asset.objects.order_by("source_key")
    assert [bed.name for bed in beds] == ["Bed 1", "Bed 2", "Bed 3", "Bed 4"]
    bed = beds[0]
    assert (bed.product.code, bed.provider.name, bed.site.name) == (
        "bed",
        "Harbour House",
        "Pier 4",
    )
    assert (bed.genders, bed.min_age, bed.attributes) == (["female"], 18, {"sector": "Women"})
    assert (bed.site.precision, round(bed.site.latitude)) == ("city", 44)
    assert Partnership.objects.get(host=host).stage == "registered"


def test_the_night_after_is_free_as_far_as_the_file_knows(load):
    load(row())

    assert use(NIGHT + timedelta(days=1)) == (4, 0, 0, 0, 4)
    assert use(NIGHT - timedelta(days=1)) == (0, 0, 0, 0, 0)


def test_a_rule_decides_which_product_it_is_and_what_it_is_called(load):
    load(row(Sector="families"))

    assert {(a.product.name, a.name) for a in Asset.objects.all()} == {
        ("Family room", f"Room {number}") for number in (1, 2, 3, 4)
    }


def test_a_second_run_changes_nothing(load):
    load(row(), row(Programme="101", Beds="9", Taken="9", Blocked="0"))
    before = everything()

    load(row(), row(Programme="101", Beds="9", Taken="9", Blocked="0"))

    assert everything() == before


def test_a_corrected_file_changes_only_the_difference(load):
    load(row())
    before = set(Booking.objects.live().values_list("pk", flat=True))

    load(row(Taken="3", Blocked="0"))

    assert use() == (4, 3, 0, 0, 1)
    assert len(before & set(Booking.objects.live().values_list("pk", flat=True))) == 2


def test_fewer_places_on_a_later_night_leave_the_earlier_night_as_it_was(load):
    load(row())

    load(row(Night="02/01/2024", Beds="3", Taken="3", Blocked="0"))

    assert use() == (4, 2, 0, 1, 1)
    assert use(date(2024, 1, 2)) == (3, 3, 0, 0, 0)


def test_places_that_come_back_are_the_same_places(load):
    load(row())
    known = set(Asset.objects.values_list("pk", flat=True))
    load(row(Night="02/01/2024", Beds="3"))

    load(row(Night="03/01/2024", Beds="4"))

    assert set(Asset.objects.values_list("pk", flat=True)) == known
    assert use(date(2024, 1, 3)) == (4, 2, 0, 1, 1)


def test_a_place_that_a_corrected_file_takes_back_never_was(load):
    load(row())
    load(row(Beds="3"))
    assert use() == (3, 2, 0, 1, 0)

    load(row(Beds="4"))

    assert use() == (4, 2, 0, 1, 1)
    assert Asset.objects.count() == 4


def test_an_earlier_night_may_be_loaded_later(load):
    load(row(Night="05/01/2024"))

    load(row(Night="03/01/2024", Taken="1", Blocked="0"))

    assert use(date(2024, 1, 3)) == (4, 1, 0, 0, 3)
    assert use(date(2024, 1, 5)) == (4, 2, 0, 1, 1)
    assert Asset.objects.count() == 4


def test_many_nights_in_one_file_are_loaded_in_their_order(load):
    nights = [f"{day:02}/01/2024" for day in (3, 1, 2)]

    load(*[row(Night=night, Taken=str(n)) for n, night in enumerate(nights)])

    assert [use(date(2024, 1, day)) for day in (1, 2, 3)] == [
        (4, 1, 0, 1, 2), (4, 2, 0, 1, 1), (4, 0, 0, 1, 3),
    ]  # fmt: skip


def test_a_place_that_somebody_holds_counts_as_taken_and_stays_held(load):
    load(row(Taken="0", Blocked="0"))
    held = hold(Asset.objects.order_by("pk")[2])

    load(row(Taken="2", Blocked="0"))

    assert use() == (4, 1, 1, 0, 2)
    assert Booking.objects.live().filter(pk=held.pk).exists()


def test_people_who_booked_more_than_the_file_says_are_told_and_nothing_changes(load):
    load(row(Taken="0", Blocked="0"), row(Programme="101"))
    hold(Asset.objects.filter(source_key__startswith="100/")[0])
    before = everything()

    with pytest.raises(CommandError, match="Nothing was changed"):
        load(row(Taken="0", Blocked="2"), row(Programme="101", Taken="0"))

    assert everything() == before
    sentence = "People have booked more places for this night than the file says are taken."
    assert told() == [("2", "Taken", "1 > 0", sentence)]


def test_a_place_that_people_booked_for_later_is_not_taken_away(load):
    load(row(Taken="0", Blocked="0"))
    booked = Asset.objects.order_by("-source_key")[0]
    hold(booked, night=date(2024, 3, 1))

    load(row(Night="02/01/2024", Beds="1", Taken="0", Blocked="0"))

    booked.refresh_from_db()
    assert booked.decommissioned_on is None
    assert use(date(2024, 1, 2)) == (1, 0, 0, 0, 1)


def test_a_hold_whose_time_is_up_does_not_count(load):
    load(row(Taken="0", Blocked="0"))
    held = hold(Asset.objects.order_by("pk")[0])
    Booking.objects.filter(pk=held.pk).update(expires_at=now() - timedelta(minutes=1))

    load(row(Taken="4", Blocked="0"))

    assert use() == (4, 4, 0, 0, 0)


def test_what_people_changed_by_hand_stays(load):
    load(row())
    bed = Asset.objects.order_by("source_key")[0]
    actions.change_asset(bed.pk, name="The blue room", min_age=21, by=SYSTEM)

    load(row(Sector="Mixed"))

    bed.refresh_from_db()
    assert (bed.name, bed.min_age, bed.attributes) == ("The blue room", 21, {"sector": "Mixed"})


def test_the_option_for_the_night_stands_in_for_the_column(load):
    load(row(Night="whenever"), date="2025-06-01")

    assert use(date(2025, 6, 1)) == (4, 2, 0, 1, 1)


def test_a_check_tells_and_changes_nothing(load, capsys):
    load(row(), check=True)

    assert "1 rows, 4 places: 2 taken, 1 free, 1 blocked" in capsys.readouterr().out
    assert not Asset.objects.exists()


def test_a_block_below_zero_is_told_and_taken_as_none(load):
    load(row(Blocked="-1"))

    assert use() == (4, 2, 0, 0, 2)
    assert told("houses-remarks.csv")[0][:3] == ("2", "Blocked", "'-1")


@pytest.mark.parametrize(
    ("said", "column", "sentence"),
    [
        ({"Taken": "=1+1"}, "Taken", "not a whole number"),
        ({"Taken": "-2"}, "Taken", "below zero"),
        ({"Taken": "9"}, "Beds", "More places are in use"),
        ({"Beds": "999999"}, "Beds", "more places than any house"),
        ({"Night": "31.12.2024"}, "Night", "not a date"),
        ({"Night": "01/01/0024"}, "Night", "far from any night"),
        ({"Programme": ""}, "Programme", "key is empty"),
        ({"Organization": ""}, "Organization", "name is empty"),
        ({"House": "x" * 301}, "House", "longer than its field"),
    ],
)
def test_a_bad_row_is_listed_and_nothing_changes(load, said, column, sentence):
    load(row())
    before = everything()

    with pytest.raises(CommandError, match="Nothing was changed"):
        load(row(Taken="0"), row(**({"Programme": "101"} | said)))

    assert everything() == before
    found = told()[0]
    assert (found[0], found[1]) == ("3", column)
    assert sentence in found[3]


def test_the_same_programme_twice_on_one_night_is_an_error(load):
    with pytest.raises(CommandError):
        load(row(), row(Programme="101"), row(Taken="0"))

    assert told()[0][:3] == ("4", "Programme", "100")


def test_a_column_of_the_mapping_that_is_missing_is_an_error(load):
    Path("map.toml").write_text(MAPPING.replace('"Beds"', '"Places"'))

    with pytest.raises(CommandError):
        load(row())

    assert told()[0][1] == "Places"


def test_a_workbook_loads_like_the_text(load, tmp_path):
    load(row())
    before = everything()
    with xlsxwriter.Workbook("houses.xlsx") as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, COLUMNS)
        said = row()
        for place, name in enumerate(COLUMNS):
            sheet.write(1, place, int(said[name]) if said[name].isdigit() else said[name])
        sheet.write_datetime(1, 0, NIGHT, day)

    call_command("import_inventory", "houses.xlsx", mapping=Path("map.toml"))

    assert everything() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("source =", "sorce ="), "unknown key: sorce"),
        (('source = "houses"', "source = 3"), "must be a text"),
        (("[[product]]", "[[produce]]"), "unknown key: produce"),
        (('code = "bed"', 'code = "Big Bed"'), "needs a code"),
        (("[night]", "[night"), "not valid TOML"),
        (('name = "Title"', ""), "which column is the name"),
        (('total = "Beds"', ""), "needs a noun"),
        (("min_age = 18", "min_age = 999\nmax_age = 3"), "lowest age is above"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_in_words(load, change, sentence):
    Path("map.toml").write_text(MAPPING.replace(*change))

    with pytest.raises(CommandError, match=sentence):
        load(row())


def test_a_mapping_must_be_given(load):
    with pytest.raises(CommandError, match="--mapping"):
        call_command("import_inventory", "houses.csv")


def test_the_run_leaves_one_entry(load, host):
    load(row())

    assert Entry.objects.get(action="inventory.imported").subject_id == host.pk


@pytest.mark.django_db(transaction=True)
def test_importing_while_people_book_leaves_counts_that_are_true(load):
    load(row(Beds="40", Taken="0", Blocked="0"))
    beds = list(Asset.objects.order_by("pk"))
    refused = []

    def book():
        for bed in beds[:10]:
            try:
                hold(bed)
            except Taken as error:
                refused.append(error)
        connections.close_all()

    thread = threading.Thread(target=book)
    thread.start()
    load(row(Beds="40", Taken="20", Blocked="0"))
    thread.join()

    total, taken, held, _blocked, free = use()
    assert (total, free) == (40, 20 - (held + taken - 20))
    assert all("taken" in str(error) for error in refused)


def known(*uses, **facts):
    """Places 1, 2, 3 … by how they are used: people's in capitals, ours small."""
    words = {"T": "taken", "B": "blocked", "o": "occupied", "b": "blocked", ".": ""}
    return [
        Place(
            f"id{n}", n, NIGHT,
            people=words[u] if u.isupper() else "",
            ours="" if u.isupper() else words[u],
            booking=f"b{n}" if u in "ob" else None,
            **facts,
        )
        for n, u in enumerate(uses, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("before", ["", ".", "ob.", "oob", "T.o", "TBob...", "bbbb"])
@pytest.mark.parametrize("said", [(0, 0, 0), (2, 1, 1), (3, 0, 0), (1, 4, 2), (0, 3, 3)])
def test_settling_ends_at_the_counts_of_the_file_or_in_a_sentence(before, said):
    taken, free, blocked = said
    count = CountRow("f", 2, NIGHT, "p", "o", "s", "x", "Bed", 0, -1, taken, free, blocked, {})
    places = known(*before)

    steps = settle(count, places, lambda _places: set())

    if isinstance(steps, settling.Trouble):
        assert before.count("T") > taken or before.count("B") > blocked
        return
    after = {p.ordinal: (p.people or p.ours) for p in places if p not in steps.retire}
    for place in places:
        if place.booking in steps.release and place.ordinal in after:
            after[place.ordinal] = ""
    after |= dict.fromkeys(steps.create, "")
    for place, kind in steps.book:
        ordinal = place if isinstance(place, int) else place.ordinal
        assert after[ordinal] == ""
        after[ordinal] = kind
    uses = list(after.values())
    assert uses.count("taken") + uses.count("occupied") == taken
    assert uses.count("blocked") == blocked
    assert uses.count("") == free


@needs_data
def test_every_row_of_toronto_counts_on_the_screen_as_in_the_file(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)

    call_command("import_inventory", str(TORONTO), mapping=EXAMPLE)

    with TORONTO.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 135
    on_screen = counts.counts_by(Asset.objects.all(), NIGHT, "attributes__programme")
    assert len(on_screen) == 135
    for said in rows:
        unit = "BED" if said["CAPACITY_TYPE"] == "Bed Based Capacity" else "ROOM"
        actual, taken, free, blocked = (
            max(0, int(said[name]))
            for name in (
                f"CAPACITY_ACTUAL_{unit}", f"OCCUPIED_{unit}S", f"UNOCCUPIED_{unit}S",
                f"UNAVAILABLE_{unit}S",
            )
        )  # fmt: skip
        found = on_screen[(said["PROGRAM_NAME"],)]
        assert (found.total, found.taken, found.held, found.blocked, found.free) == (
            actual + blocked, taken, 0, blocked, free,
        ), said["PROGRAM_NAME"]  # fmt: skip
    assert Organization.objects.filter(kind="partner").count() == 35
    assert Asset.objects.count() == 7913
    assert not Asset.objects.exclude(attributes__sector="Families").filter(
        product__code="family-room"
    )


@needs_data
def test_toronto_loads_twice_without_doubles(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)
    call_command("import_inventory", str(TORONTO), mapping=EXAMPLE)
    before = everything()

    call_command("import_inventory", str(TORONTO), mapping=EXAMPLE)

    assert everything() == before


@needs_data
def test_toronto_cut_short_changes_nothing(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)
    Path("cut.csv").write_bytes(TORONTO.read_bytes()[:-60])

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_inventory", "cut.csv", mapping=EXAMPLE)

    assert not Asset.objects.exists()
    assert "fewer cells" in told("cut-repair.csv")[0][3]
