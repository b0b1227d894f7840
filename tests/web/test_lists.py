import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.web.conftest import EVERYTHING, someone

URL = "/toys/toys/"
HTMX = {"HX-Request": "true"}


def rows(answer):
    return re.findall(r'<td class="lead[^>]*><a href="[^"]*">([^<]*)</a>', answer.content.decode())


def part(answer):
    """The list as it stands in a whole page."""
    html = answer.content.decode()
    return re.sub(r"\s+", " ", html[html.index('<section id="list"') : html.rindex("</section>")])


def test_a_list_shows_what_is_visible_in_its_order(client, make_toys):
    make_toys(3)

    answer = client.get(URL)

    assert rows(answer) == ["T-3", "T-2", "T-1"]


def test_the_row_leads_to_its_record_and_says_what_it_is(client, toy):
    html = client.get(URL).content.decode()

    assert '<a href="/toys/toys/T-1/">T-1</a>' in html
    assert '<span class="badge badge--info">sent</span>' in html
    assert '<span class="unseen">New</span>' in html


def test_without_the_permission_the_screen_does_not_exist(client_for):
    answer = client_for(someone(permissions=frozenset())).get(URL)

    assert answer.status_code == 404


def test_the_fragment_equals_its_part_of_the_page(client, make_toys):
    make_toys(7)

    page, fragment = client.get(URL), client.get(URL, headers=HTMX)

    assert fragment.content.decode().lstrip().startswith('<section id="list"')
    assert part(fragment) == part(page)


def test_going_back_in_the_history_gets_the_whole_page(client):
    answer = client.get(URL, headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert b"<!doctype html>" in answer.content


def test_only_the_own_scopes_are_offered_and_the_first_is_the_default(client, make_toys):
    make_toys(1)
    make_toys(1, state="draft", active=False, code="hidden")

    html = client.get(URL)

    assert rows(html) == ["T-1"]
    assert b"All Across" not in html.content


def test_a_chosen_scope_stands_in_the_address_and_is_remembered(client, make_toys):
    make_toys(1, active=False)

    chosen, later = client.get(URL, {"show": "all"}), client.get(URL)

    assert rows(chosen) == rows(later) == ["T-1"]


def test_a_scope_of_somebody_else_gives_the_own_list_and_a_sentence(client, toy):
    answer = client.get(URL, {"show": "across"})

    assert rows(answer) == ["T-1"]
    assert b"You cannot show that." in answer.content


def test_a_filter_narrows_and_can_be_taken_away(client, make_toys):
    make_toys(2)
    make_toys(1, state="draft", code="D-1")

    answer = client.get(URL, {"list_name": "draft", "q": ""})

    assert rows(answer) == ["D-1"]
    assert f'<a class="chip" href="{URL}"' in answer.content.decode()


def test_two_values_of_one_filter_are_both_shown(client, make_toys):
    make_toys(1)
    make_toys(1, state="draft", code="D-1")

    answer = client.get(URL, {"list_name": ["draft", "sent"]})

    assert sorted(rows(answer)) == ["D-1", "T-1"]


@pytest.mark.parametrize(
    "query",
    [
        {"list_name": "blue"},
        {"active": "maybe"},
        {"created_at_from": "not a day"},
        {"created_at_to": "9999-12-31"},
    ],
)
def test_a_value_that_no_filter_knows_is_a_sentence_and_no_row(client, toy, query):
    answer = client.get(URL, query)

    assert answer.status_code == 200
    assert rows(answer) == []
    assert b"is not something" in answer.content


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "x" * 5000, "%", "'; drop", "<script>", "🛏"])
@pytest.mark.parametrize("name", ["q", "list_name", "active", "created_at_from", "show", "after"])
def test_no_input_breaks_the_list(client, toy, name, text):
    answer = client.get(URL, {name: text})

    assert answer.status_code == 200
    assert b"<script>" not in answer.content.split(b"</head>")[1]


def test_search_wants_every_word(client, make_toys):
    make_toys(1, code="red bed")
    make_toys(1, code="blue bed")

    assert rows(client.get(URL, {"q": "BED red"})) == ["red bed"]


def test_yes_and_no(client, make_toys):
    make_toys(1)
    make_toys(1, code="off", active=False)

    assert rows(client.get(URL, {"show": "all", "active": "no"})) == ["off"]


def test_days_are_included_at_both_ends(client, toy):
    day = toy.created_at.astimezone().date().isoformat()

    answer = client.get(URL, {"created_at_from": day, "created_at_to": day})

    assert rows(answer) == ["T-1"]


def test_the_pages_hold_every_row_once(client, make_toys):
    make_toys(12)
    seen, url = [], URL

    while url:
        answer = client.get(url)
        seen += rows(answer)
        found = re.search(r'rel="next" href="([^"]*)"', answer.content.decode())
        url = found and found[1].replace("&amp;", "&")

    assert seen == [f"T-{n}" for n in range(12, 0, -1)]


def test_a_forged_place_is_the_first_page_and_a_sentence(client, toy):
    answer = client.get(URL, {"after": "forged"})

    assert rows(answer) == ["T-1"]
    assert b"That page is no longer there" in answer.content


@pytest.mark.parametrize("count", [1, 5])
def test_a_list_costs_the_same_for_few_and_many(
    client, make_toys, django_assert_num_queries, count
):
    make_toys(count)

    with django_assert_num_queries(1):
        client.get(URL)


def test_an_empty_list_says_why(client):
    assert b"Toys appear here." in client.get(URL).content


def test_a_list_that_is_empty_by_its_filters_says_so(client, toy):
    assert b"Nothing matches these filters" in client.get(URL, {"q": "zzz"}).content


def test_the_primary_action_needs_its_permission(client, client_for):
    maker = client_for(someone(permissions=EVERYTHING | {"toy.make"}))

    assert b"New toy" not in client.get(URL).content
    assert b"New toy" in maker.get(URL).content


def test_a_csv_holds_what_the_list_shows_and_no_formula(client, make_toys):
    make_toys(1, code='=HYPERLINK("x")')
    make_toys(1, code="other", state="draft")

    answer = client.get(URL, {"export": "csv", "list_name": "sent"})

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith('attachment; filename="toys-')
    assert lines[0] == ["New", "Number", "Title", "State", "Sort", "Created at"]
    assert [line[:5] for line in lines[1:]] == [
        ["New", '\'=HYPERLINK("x")', 'Toy =HYPERLINK("x")', "sent", "1"]
    ]


def test_an_xlsx_keeps_numbers_and_text(client, make_toys):
    make_toys(1, code="=1+1")

    answer = client.get(URL, {"export": "xlsx"})

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][:5] == ["New", "=1+1", "Toy =1+1", "sent", 1.0]


def test_an_export_stops_at_its_limit_and_says_so(client, make_toys, monkeypatch):
    monkeypatch.setattr("steadwork.web.screens.exports.LIMIT", 2)
    make_toys(3)

    lines = client.get(URL, {"export": "csv"}).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 4
    assert lines[-1] == "Only the first 2 rows are here. Filter the list to export the rest."


def test_markup_in_a_row_is_text(client, make_toys):
    make_toys(1, code="<img src=x>")

    html = client.get(URL).content.decode()

    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
