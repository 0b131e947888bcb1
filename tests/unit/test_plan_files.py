"""Files of every kind, plans beyond all measure, and garbage."""

from __future__ import annotations

import contextlib
import csv
import io
import string
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.issues import IssueCode
from demogen.domain.metrics import METRICS, PLANNED, MetricKey, is_money
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Mode
from demogen.errors import DemogenError, InputError, PlanInvalid
from demogen.service.plan_reader import Answers, read_file, read_plan, read_text
from tests.unit.plans_read import EUR, THREE, K, deals, edited, rows_of, workbook


@pytest.mark.parametrize(
    ("encoding", "end"),
    [
        ("utf-8", "\n"),
        ("utf-8-sig", "\r\n"),
        ("utf-16", "\n"),
        ("utf-16-le", "\n"),
        ("cp1252", "\r"),
        ("utf-8", "\r\n"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_every_encoding_line_end_and_delimiter(encoding: str, end: str, delimiter: str) -> None:
    lines = ["Monat,Neue Geschäfte", "2025-01,7", "2025-02,8", "2025-03,9"]
    text = end.join(lines).replace(",", delimiter)

    table = read_file(text.encode(encoding), EUR)

    assert {str(row.month): row.values[K.DEALS_CREATED] for row in table.rows} == THREE


def test_quotes_tabs_and_line_breaks_within_cells() -> None:
    text = 'Month\tDeals\tNote\n2025-01\t7\t"two\nlines\tand ""quotes"""\n2025-02\t8\t5" pipe\n2025-03\t9\t\n'

    assert deals(text) == THREE


def test_a_quote_that_nobody_closes_loses_nothing() -> None:
    more = "".join(f"2025-{month:02d},1,\n" for month in range(4, 13))
    text = (
        'Month,Deals,Note\n2025-01,7,"open\n2025-02,8,\n2025-03,9,\n'
        + more
        + more.replace("2025", "2024")
        + more.replace("2025", "2023")
    )

    assert set(deals(text)) >= set(THREE)


@pytest.mark.parametrize("epoch", [False, True])
def test_a_workbook_with_dates_of_either_epoch(epoch: bool) -> None:
    days = [month.first_day for month in months_between(Month(2025, 1), Month(2025, 3))]
    content = workbook(
        [
            ["Q1 plan"],
            [],
            ["Month", "Deals", "Won value"],
            *([day, 7 + place, 0.1 + 0.2] for place, day in enumerate(days)),
        ],
        date_1904=epoch,
    )

    table = read_file(content, EUR)

    assert table.issues == ()
    assert rows_of(table) == {
        month: {"dealsCreated": count, "closedWonValue": 30} for month, count in THREE.items()
    }


def test_formulas_are_not_worked_out_and_errors_are_named() -> None:
    content = workbook([["Month", "Deals", "Lost"], ["2025-01", "=1+1", 3]])
    # the writer stores 0 for a formula that nobody worked out; a sheet without that value is refused by name
    bare = edited(content, b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")
    wrong = edited(content, b"<f>1+1</f><v>0</v>", b"<f>1/0</f><v>#DIV/0!</v>", b'r="B2"', b'r="B2" t="e"')

    assert "B2 (Deals created): it holds a formula without a value" in read_file(bare, EUR).issues[0].message
    assert "B2 (Deals created): it holds the error #DIV/0!" in read_file(wrong, EUR).issues[0].message


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("1e30", {IssueCode.CELL_MALFORMED: "too large", IssueCode.COUNT_TOO_LARGE: "too large"}),
        ("-1e300", {IssueCode.CELL_MALFORMED: "too large", IssueCode.COUNT_TOO_LARGE: "too large"}),
        ("1e999", {IssueCode.CELL_MALFORMED: "not a number"}),
    ],
)
def test_a_number_of_a_workbook_beyond_all_measure_is_named(value: str, codes: dict[IssueCode, str]) -> None:
    content = workbook([["Month", "Won value", "Deals"], ["2025-01", 71, 72], ["2025-02", 5, 6]])
    cell = f"<v>{value}</v>".encode()

    table = read_file(edited(content, b"<v>71</v>", cell, b"<v>72</v>", cell), EUR)

    assert {issue.code for issue in table.issues} == set(codes)
    assert [(issue.line, issue.column) for issue in table.issues] == [(2, 2), (2, 3)]
    assert all(codes[issue.code] in issue.message for issue in table.issues)
    assert rows_of(table)["2025-02"] == {"closedWonValue": 500, "dealsCreated": 6}


@pytest.mark.parametrize("value", ["1e9999999", '"1e9999999"', "-1e9999999", "1e99999999999999999999"])
def test_a_number_of_a_json_plan_beyond_all_measure_is_named(value: str) -> None:
    content = f'[{{"month": "2025-01", "dealsCreated": {value}, "closedWonValue": {value}}}]'.encode()

    with pytest.raises(PlanInvalid) as caught:
        read_plan(content, plan_type=None, mode=Mode.ADDITIVE, currency=EUR)

    words = "is not a" if value.endswith("99999999999") else "is too large"
    assert [issue.message.split(":")[0] for issue in caught.value.issues] == [
        "months[1].dealsCreated", "months[1].closedWonValue",
    ]  # fmt: skip
    assert all(words in issue.message for issue in caught.value.issues)


@pytest.mark.parametrize(
    "part", ['"percent": "1/0"', '"percent": 1e9999999', '"percent": "1e-9999999"', '"absolute": [1]']
)
def test_a_tolerance_beyond_all_measure_is_named(part: str) -> None:
    months = '[{"month": "2025-01", "closedWonValue": 1}]'
    content = f'{{"months": {months}, "tolerances": {{"closedWonValue": {{{part}}}}}}}'.encode()

    with pytest.raises(PlanInvalid) as caught:
        read_plan(content, plan_type=None, mode=Mode.ADDITIVE, currency=EUR)

    assert [issue.code for issue in caught.value.issues] == [IssueCode.TOLERANCE_MALFORMED]


def test_what_is_far_too_large_is_refused_by_name() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (80 * 2**20))
    for content, part in (
        (b"a" * (11 * 2**20), "bytes"),
        (("1\t" * 40 + "\n").encode() * 1000, "cells"),
        (bomb.getvalue(), "unpacked"),
    ):
        with pytest.raises(InputError, match=part):
            read_file(content, EUR)


def test_over_sixty_months_are_too_many() -> None:
    lines = [f"{month},1" for month in months_between(Month(2018, 1), Month(2023, 6))]

    table = read_text("\n".join(["month,deals", *lines]), EUR)

    assert IssueCode.PLAN_TOO_LONG in {issue.code for issue in table.issues}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0junk", b"\xff\xfe\x00", b"\x00" * 50]
)
def test_damaged_files_are_refused_with_a_way_out(content: bytes) -> None:
    with contextlib.suppress(DemogenError):
        assert read_file(content, EUR).issues


LABELS = {
    "en": dict(zip(PLANNED, ["New leads", "New contacts", "New companies", "New deals", "Created value", "Won", "Won value", "Lost", "Activities"], strict=True)),
    "de": dict(zip(PLANNED, ["Neue Leads", "Neue Kontakte", "Neue Firmen", "Neue Geschäfte", "Neue Pipeline", "Gewonnen", "Umsatz", "Verloren", "Aktivitäten"], strict=True)),
    "es": dict(zip(PLANNED, ["Nuevos leads", "Nuevos contactos", "Nuevas empresas", "Nuevos negocios", "Pipeline creado", "Ganados", "Ventas", "Perdidos", "Actividades"], strict=True)),
}  # fmt: skip


plans = st.dictionaries(
    st.integers(0, 59).map(lambda step: Month(2021, 1).plus(step)),
    st.dictionaries(st.sampled_from(PLANNED), st.integers(0, 10**7), min_size=1, max_size=9),
    min_size=1,
    max_size=24,
)


@given(plans, st.data())
@settings(max_examples=250, deadline=None)
def test_a_plan_in_any_dialect_is_read_back_equal(
    wanted: dict[Month, dict[MetricKey, int]], data: st.DataObject
) -> None:
    draw = data.draw
    decimal, grouping = draw(
        st.sampled_from([(".", ","), (",", "."), (",", "\u202f"), (".", "’"), (".", ""), (",", "")])
    )
    delimiter = draw(st.sampled_from(["\t", ";"] if decimal == "," or grouping == "," else ["\t", ";", ","]))
    labels = LABELS[draw(st.sampled_from(sorted(LABELS)))]
    style = draw(st.sampled_from(["iso", "name", "slash", "first"]))
    sign = draw(st.sampled_from(["", "€", " €", "EUR "]))
    keys = sorted({key for cells in wanted.values() for key in cells}, key=PLANNED.index)
    if draw(st.booleans()):
        keys.reverse()

    def number(key: MetricKey, value: int) -> str:
        whole, part = divmod(value, 100) if is_money(key) else (value, 0)
        grouped = f"{whole:,}".replace(",", grouping)
        if not is_money(key):
            return grouped
        text = f"{grouped}{decimal}{part:02d}"
        return f"{text}{sign}" if sign.startswith(" ") else f"{sign}{text}"

    def month(of: Month) -> str:
        names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return {
            "iso": str(of), "name": f"{names[of.number - 1]} {of.year}", "slash": f"{of.number}/{of.year}", "first": f"{of}-01",
        }[style]  # fmt: skip

    body = [["Month", *(labels[key] for key in keys)]]
    for at in sorted(wanted):
        body.append([month(at), *(number(key, wanted[at][key]) if key in wanted[at] else "" for key in keys)])
    if draw(st.booleans()):
        totals = [sum(cells.get(key, 0) for cells in wanted.values()) for key in keys]
        body.append(["Total", *(number(key, total) for key, total in zip(keys, totals, strict=True))])
    if draw(st.booleans()) and len(wanted) > 1:
        body = [list(row) for row in zip(*body, strict=True)]
    if draw(st.booleans()):
        body.insert(0, ["Our plan"])
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))).writerows(body)

    table = read_text(out.getvalue(), EUR)
    if [question.id for question in table.questions] == ["decimal"]:
        table = read_text(out.getvalue(), EUR, Answers(decimal=decimal))

    assert table.issues == ()
    assert table.questions == ()
    assert {row.month: dict(row.values) for row in table.rows} == wanted


@given(st.text(alphabet=string.printable + "äé€–’\u00a0\ufeff#", max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    try:
        table = read_text(text, EUR)
    except InputError:
        return
    table.to_json(EUR)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_file_gets_an_answer(content: bytes) -> None:
    with contextlib.suppress(DemogenError):
        read_file(content, EUR).to_json(EUR)


def test_labels_of_the_catalogue_are_headings() -> None:
    for key in PLANNED:
        for name in (key.value, METRICS[key].label):
            table = read_text(f"month,{name}\n2025-01,1\n", EUR)
            assert table.rows[0].values == {key: 100 if is_money(key) else 1}, name
