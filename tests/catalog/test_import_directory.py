import csv
import json
import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections, transaction

from steadwork.catalog.models import Service, ServiceSite
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.parties import actions as parties
from steadwork.parties.models import Organization, Partnership, Site
from steadwork.sheets.merging import alone

SHARED = Path(__file__).parents[3] / "shared/data"
ILLINOIS = SHARED / "illinois-legal-aid"
EXAMPLES = SHARED / "hsds-3.0/examples"
needs_data = pytest.mark.skipif(not ILLINOIS.is_dir(), reason="the shared data is not here")

pytestmark = pytest.mark.django_db

TABLES = {
    "organizations.csv": "id,name,description,email,website\n1,Harbour House,Help,a@b.org,http://h.org\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\n10,1,Pier 4,43.64,-79.38\n",
    "services.csv": "id,organization_id,name,status,fees\n20,1,Legal advice,active,none\n",
    "services_at_location.csv": "id,service_id,location_id\n30,20,10\n",
    "phones.csv": "id,location_id,number,extension\n40,10,+1 416 555 0100,12\n",
    "physical_addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "50,10,4 Pier Rd,Toronto,ON,M5V 1A1,CA\n"
    ),
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n60,20,Monday,9:00,17:00\n",
    "languages.csv": "id,service_id,language\n70,20,French\n",
}


@pytest.fixture
def host():
    return parties.create_host(name="City Agency", by=SYSTEM)


@pytest.fixture
def folder(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "harbour"
    made.mkdir()
    for name, text in TABLES.items():
        (made / name).write_text(text)
    return made


def run(path, **options):
    call_command("import_directory", str(path), **options)


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def everything():
    """What the directory is in the database, without the times of its rows."""
    models = (Organization, Site, Service, ServiceSite, Partnership)
    hidden = {"created_at", "updated_at"}
    return {
        m.__name__: sorted(
            str([(k, v) for k, v in row.items() if k not in hidden]) for row in m.objects.values()
        )
        for m in models
    }


def test_tables_become_organizations_sites_and_services(folder, host):
    run(folder)

    service = Service.objects.get()
    site = Site.objects.get()
    assert (service.name, service.organization.name) == ("Legal advice", "Harbour House")
    assert service.languages == ["French"]
    assert service.hours == [{"day": "monday", "opens": "09:00", "closes": "17:00"}]
    assert list(service.sites.all()) == [site]
    assert (site.one_line, site.country) == ("4 Pier Rd, Toronto ON M5V 1A1", "CA")
    assert (site.latitude, site.longitude, site.precision) == (43.64, -79.38, "exact")
    assert site.phone == "+1 416 555 0100 x 12"
    assert Partnership.objects.get(host=host).partner.source_key == "1"


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = everything()

    run(folder)

    assert everything() == before


def test_a_later_run_brings_what_changed_and_keeps_the_rest(folder):
    run(folder)
    known = Service.objects.get().pk
    (folder / "services.csv").write_text(
        "id,organization_id,name\n20,1,Free legal advice\n21,1,Meals\n"
    )
    (folder / "services_at_location.csv").write_text("id,service_id,location_id\n30,21,10\n")

    run(folder)

    assert Service.objects.get(pk=known).name == "Free legal advice"
    assert [offer.service.name for offer in ServiceSite.objects.all()] == ["Meals"]


def test_a_zip_in_a_folder_of_its_own_reads_like_the_folder(folder, tmp_path):
    packed = tmp_path / "harbour.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"export/{file.name}")
        archive.writestr("export/datapackage.json", json.dumps({"name": "x", "resources": []}))
    run(folder)
    before = everything()

    run(packed)

    assert everything() == before


def test_links_that_point_nowhere_are_told_and_their_rows_are_kept(folder):
    (folder / "locations.csv").write_text("id,organization_id,name\n10,99,Pier 4\n11,,Pier 5\n")

    run(folder)

    assert Site.objects.get(source_key="10").organization.source_key == "99"
    assert Site.objects.get(source_key="11").organization.name == (
        "Organization not named in the directory"
    )
    told = rows_of(Path("harbour-remarks.csv"))
    assert [(line["File"], line["Row"], line["Value"]) for line in told] == [
        ("locations.csv", "2", "99"),
        ("locations.csv", "3", ""),
    ]


def test_a_stand_in_gives_way_to_the_organization_when_it_comes(folder):
    organizations = folder / "organizations.csv"
    late = organizations.read_text()
    organizations.write_text("id,name\n2,Other\n")
    run(folder)
    stand_in = Organization.objects.get(source_key="1")
    assert "not in the directory" in stand_in.name

    organizations.write_text(late)
    run(folder)

    stand_in.refresh_from_db()
    assert stand_in.name == "Harbour House"


def test_a_stand_in_never_replaces_an_organization_that_is_known(folder):
    run(folder)
    (folder / "organizations.csv").write_text("id,name\n2,Other\n")

    run(folder)

    assert Organization.objects.get(source_key="1").name == "Harbour House"


def test_rows_without_id_keep_their_key_from_run_to_run(folder):
    (folder / "services.csv").write_text("id,organization_id,name\n,1,Advice\n,1,Meals\n")
    run(folder)
    before = everything()

    run(folder)

    assert everything() == before
    assert Service.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "text", "row", "column"),
    [
        ("services.csv", "id,organization_id,name\n20,1,A\n20,1,B\n", "3", "id"),
        ("services.csv", 'id,organization_id,name\n20,1,A\n21,1,"B\n', "3", ""),
        ("services.csv", "id,organization_id,name\n20,1,A\n21,1\n", "3", "name"),
        ("services.csv", "id,organization_id,name,name\n20,1,A,B\n", "1", "name"),
        ("services.csv", "id,organization_id\n20,1\n", "1", "name"),
        ("services.csv", f"id,organization_id,name\n20,1,{'A' * 501}\n", "2", "name"),
        ("organizations.csv", "", "", ""),
    ],
)
def test_bad_rows_are_listed_and_nothing_changes(folder, name, text, row, column):
    before = everything()
    (folder / name).write_text(text)

    with pytest.raises(CommandError, match="Nothing was changed"):
        run(folder)

    assert everything() == before
    told = [line for line in rows_of(Path("harbour-repair.csv")) if line["Weight"] != "remark"]
    assert [(line["File"], line["Row"], line["Column"]) for line in told] == [(name, row, column)]
    assert told[0]["How to mend it"]


def test_broken_letters_are_listed_by_row_and_column(folder):
    (folder / "services.csv").write_bytes(
        "id,organization_id,name\n20,1,Café\n".encode() + b"21,1,Caf\xe9\n"
    )

    with pytest.raises(CommandError):
        run(folder, repair=Path("mend.xlsx"))

    assert Path("mend.xlsx").exists()
    assert not Service.objects.exists()


def test_a_check_tells_and_changes_nothing(folder, capsys):
    run(folder, check=True)

    assert "1 services" in capsys.readouterr().out
    assert not Organization.objects.filter(kind="partner").exists()


def test_what_people_set_since_stays(folder, host):
    run(folder)
    Organization.objects.filter(source_key="1").update(listed=False)
    Site.objects.update(is_confidential=True)
    Partnership.objects.update(stage="suspended")
    (folder / "organizations.csv").write_text("id,name\n1,Harbour Home\n")

    run(folder)

    changed = Organization.objects.get(source_key="1")
    assert (changed.name, changed.listed) == ("Harbour Home", False)
    assert Site.objects.get().is_confidential
    assert Partnership.objects.get().stage == "suspended"


def test_the_run_leaves_one_entry_and_one_for_each_organization(folder, host):
    run(folder)

    assert Entry.objects.filter(action="directory.imported", subject_id=host.pk).count() == 1
    assert Entry.objects.filter(action="organization.imported", host_id=host.pk).count() == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "precision"),
    [("100", "10", "city"), ("north", "10", "city"), ("0", "0", "city"), ("", "", "city")],
)
def test_a_site_without_usable_coordinates_stands_in_the_middle_of_its_city(
    folder, latitude, longitude, precision
):
    (folder / "locations.csv").write_text(
        f"id,organization_id,name,latitude,longitude\n10,1,Pier 4,{latitude},{longitude}\n"
    )

    run(folder)

    site = Site.objects.get()
    assert (round(site.latitude), round(site.longitude), site.precision) == (44, -79, precision)


def test_several_hosts_must_be_told_apart(folder):
    parties.create_host(name="County", by=SYSTEM)

    with pytest.raises(CommandError, match="city-agency, county"):
        run(folder)
    run(folder, host="county")

    assert Partnership.objects.get().host.identifier == "county"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nothing", "nothing at"), ("empty", "holds no table"), ("notes.txt", "holds no table")],
)
def test_what_is_no_directory_is_refused_in_words(folder, tmp_path, name, sentence):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello\n")

    with pytest.raises(CommandError, match=sentence):
        run(tmp_path / name)


@pytest.mark.django_db(transaction=True)
def test_a_second_import_at_the_same_time_is_refused(folder, host):
    holding, done = threading.Event(), threading.Event()

    def other():
        with transaction.atomic():
            alone(f"import {host.pk}")
            holding.set()
            done.wait(10)
        connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    holding.wait(10)
    with pytest.raises(CommandError, match="Another import is running"):
        run(folder)
    done.set()
    thread.join()
    run(folder)

    assert Service.objects.count() == 1


FULL = {
    "id": "s1",
    "name": "Counselling",
    "status": "active",
    "organization": {
        "id": "o1",
        "name": "Harbour House",
        "description": "Help",
        "website": "http://h",
    },
    "phones": [{"id": "p1", "number": "0100", "languages": [{"name": "Urdu"}]}],
    "schedules": [
        {"freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00", "closes_at": "18:00"}
    ],
    "service_at_locations": [
        {
            "id": "l1",
            "location": {
                "id": "p1",
                "location_type": "physical",
                "name": "Pier 4",
                "latitude": 43.6,
                "longitude": -79.4,
                "addresses": [
                    {"address_1": "4 Pier Rd", "city": "Toronto", "address_type": "physical"}
                ],
            },
        }
    ],
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(FULL, indent=2),
        json.dumps([FULL]),
        json.dumps({"total_items": 1, "contents": [FULL]}),
        json.dumps(FULL)
        + "\n"
        + json.dumps({"id": "o2", "name": "Other", "website": "http://o"})
        + "\n",
        "\ufeff" + json.dumps(FULL),
    ],
)
def test_nested_json_becomes_the_same_rows(tmp_path, monkeypatch, host, text):
    monkeypatch.chdir(tmp_path)
    Path("services.json").write_text(text, encoding="utf-8")

    run(Path("services.json"))

    service = Service.objects.get()
    assert (service.name, service.organization.name, service.phone) == (
        "Counselling", "Harbour House", "0100",
    )  # fmt: skip
    assert [hour["day"] for hour in service.hours] == ["thursday", "friday"]
    assert service.sites.get().address == "4 Pier Rd"
    assert service.sites.get().organization == service.organization


def test_json_cut_short_is_listed_with_its_line(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)
    Path("services.json").write_text(json.dumps(FULL, indent=2)[:-20])

    with pytest.raises(CommandError, match="Nothing was changed"):
        run(Path("services.json"))

    assert rows_of(Path("services-repair.csv"))[0]["What is wrong"] == "This is not complete JSON."


@needs_data
def test_the_directory_of_illinois_loads_whole(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)

    run(ILLINOIS)

    assert Organization.objects.filter(source="illinois-legal-aid").count() == 33 + 280
    assert Organization.objects.filter(name__contains="(not in the directory)").count() == 280
    assert Site.objects.count() == 520
    assert Service.objects.count() == 430
    told = rows_of(Path("illinois-legal-aid-remarks.csv"))
    assert sum("stand-in was made" in line["What is wrong"] for line in told) == 789
    sites = {site.source_key: site for site in Site.objects.select_related("organization")}
    with (ILLINOIS / "locations.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            site = sites[row["id"]]
            assert (site.name, site.organization.source_key) == (
                row["name"],
                row["organization_id"],
            )
    phones = Site.objects.exclude(phone="").count() + Service.objects.exclude(phone="").count()
    assert phones + Organization.objects.exclude(phone="").count() == 963


@needs_data
def test_the_directory_of_illinois_loads_twice_without_doubles(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)
    run(ILLINOIS)
    before = everything()

    run(ILLINOIS)

    assert everything() == before


@needs_data
@pytest.mark.parametrize(
    "name",
    [
        "organization_full", "organization_list", "service_full", "service_list",
        "service_at_location_full", "service_at_location_list", "location", "tabular",
    ],
)  # fmt: skip
def test_the_examples_of_hsds_3_load(tmp_path, monkeypatch, host, name):
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLES / f"{name}.json", tmp_path)

    run(Path(f"{name}.json"))

    assert Organization.objects.filter(kind="partner").exists()
