"""Workbooks made to hurt: cells at the end of the world, bombs, lies about their size, errors that look like blanks."""

from __future__ import annotations

import io
import resource
import sys
import threading
import time
import zipfile

import psutil
import pytest

from demogen.errors import InputError
from demogen.service.plan_reader import read_file, workbooks
from tests.unit.plans_read import EUR, Rows, rows_of
from tests.unit.workbook_files import (
    ERROR,
    PLAN_ODS,
    PLAN_ROWS,
    PLAN_XLS,
    ods,
    ods_number,
    ods_row,
    xls,
    xlsx,
    zipped,
)

PLAN: Rows = {"2025-01": {"dealsCreated": 7}, "2025-02": {"dealsCreated": 8}}

SOUND = {"xlsx": xlsx(PLAN_ROWS), "ods": ods(PLAN_ODS), "xls": xls(PLAN_XLS)}

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE, HIGH = 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048570"'

TOO_FAR = {
    "xlsx": (xlsx(PLAN_ROWS + FAR, dimension="A1:XFD1048576"), "XFD1048576"),
    "xlsx that names a small dimension": (xlsx(PLAN_ROWS + FAR, dimension="A1"), "XFD1048576"),
    "xlsx with an inline text": (
        xlsx(PLAN_ROWS + FAR.replace("<v>1</v>", "<is><t>x</t></is>").replace("><is", ' t="inlineStr"><is')),
        "XFD1048576",
    ),
    "xls": (xls({**PLAN_XLS, (65535, 255): 1}), "IV65536"),
    "ods with a repeated cell": (ods(PLAN_ODS + ods_row(ods_number(1, WIDE))), "XFD4"),
    "ods with a repeated line": (ods(PLAN_ODS + ods_row(ods_number(1), HIGH)), "A1048573"),
    "ods with a cell behind repeated blanks": (
        ods(PLAN_ODS + ods_row(f"<table:table-cell {WIDE}/>", HIGH) + ods_row(ods_number(1))),
        "A1048574",
    ),
}


def work() -> float:
    """Seconds of a processor that this process and its children that have ended have taken."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_workbook_of_each_kind_is_read(kind: str) -> None:
    assert rows_of(read_file(SOUND[kind], EUR)) == PLAN


@pytest.mark.parametrize("kind", TOO_FAR)
def test_a_cell_far_from_all_others_is_named_at_once_with_what_to_do(kind: str) -> None:
    content, cell = TOO_FAR[kind]
    assert len(content) < 6_000
    before = work()

    with pytest.raises(InputError) as caught:
        read_file(content, EUR)

    assert work() - before < 2
    assert f"'Plan' has something in cell {cell};" in caught.value.message
    assert "Delete the rows or columns" in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        xlsx(PLAN_ROWS, dimension="A1:XFD1048576"),
        xlsx(PLAN_ROWS + FAR.replace("><v>1</v></c>", ' s="0"/>')),
        ods(PLAN_ODS + ods_row(f"<table:table-cell {WIDE}/>", HIGH)),
    ],
    ids=["a dimension that is not there", "a formatted blank", "repeated blanks"],
)
def test_room_without_anything_in_it_does_not_count(content: bytes) -> None:
    assert rows_of(read_file(content, EUR)) == PLAN


@pytest.mark.parametrize("place", ['r="B9" ', ""])
def test_a_million_error_cells_are_refused_within_seconds(place: str) -> None:
    content = xlsx(f'<row r="1">{f"""<c {place}t="e"><v>#DIV/0!</v></c>""" * 1_000_000}</row>')
    before = work()

    with pytest.raises(InputError, match=r"cells|column GR"):
        read_file(content, EUR)

    assert work() - before < 4


def test_what_needs_more_memory_than_it_may_is_refused_and_this_process_goes_on() -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>{'a' * 2**20}</t></si></sst>"
    )
    cells = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 2001))
    parts = zipfile.ZipFile(io.BytesIO(xlsx(cells)))
    relation = (
        '<Relationship Id="r2" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    )
    names = parts.namelist()
    content = zipped(
        {
            **{name: parts.read(name) for name in names},
            "xl/_rels/workbook.xml.rels": parts.read("xl/_rels/workbook.xml.rels")
            .decode()
            .replace("</Relationships>", f"{relation}</Relationships>"),
            "xl/sharedStrings.xml": shared,
        }
    )
    assert len(content) < 30_000

    with pytest.raises(InputError, match="more than 512 MB of memory") as caught:
        read_file(content, EUR)

    assert "workbook of their own" in caught.value.hint
    assert rows_of(read_file(SOUND["xlsx"], EUR)) == PLAN


def test_what_takes_too_long_is_refused_and_its_process_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "WAIT_SECONDS", 1)
    slow = xlsx(f'<row r="1">{"<c/>" * 10_000_000}</row>')

    with pytest.raises(InputError, match=r"longer than 1 second "):
        read_file(slow, EUR)

    assert [child for child in psutil.Process().children() if "unpacking" in " ".join(child.cmdline())] == []


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS counts the time of a process differently")
def test_a_process_that_works_without_an_end_is_ended_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "CPU_SECONDS", 1)
    slow = xlsx(f'<row r="1">{"<c/>" * 10_000_000}</row>')

    with pytest.raises(InputError, match=r"longer than 1 second "):
        read_file(slow, EUR)


def test_no_more_than_two_workbooks_are_read_at_once() -> None:
    content = xlsx(PLAN_ROWS + f'<row r="4">{"<c/>" * 100_000}</row>')
    threads = [threading.Thread(target=read_file, args=(content, EUR)) for _ in range(6)]
    most = 0
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(psutil.Process().children()))
        time.sleep(0.01)

    assert 1 <= most <= 2


@pytest.mark.parametrize(
    "content",
    [
        xlsx(PLAN_ROWS.replace('<c r="B2"><v>7</v>', '<c r="B2" t="e"><v>#DIV/0!</v>')),
        xls({**PLAN_XLS, (1, 1): ERROR}),
        ods(
            PLAN_ODS.replace(
                ods_number(7),
                '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
                'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            )
        ),
        ods(
            PLAN_ODS.replace(
                ods_number(7),
                '<table:table-cell table:formula="of:=1/0" office:value-type="string">'
                "<text:p>#DIV/0!</text:p></table:table-cell>",
            )
        ),
    ],
    ids=["xlsx", "xls", "ods", "ods of another program"],
)
def test_an_error_of_the_spreadsheet_is_never_a_blank(content: bytes) -> None:
    table = read_file(content, EUR)

    assert [issue.message for issue in table.issues] == ["B2 (Deals created): it holds the error #DIV/0!."]
    assert (table.issues[0].line, table.issues[0].column) == (2, 2)


def test_a_formula_of_an_ods_file_that_nobody_has_worked_out_is_named() -> None:
    bare = '<table:table-cell table:formula="of:=1+1"/>'

    table = read_file(ods(PLAN_ODS.replace(ods_number(7), bare)), EUR)

    assert "B2 (Deals created): it holds a formula without a value" in table.issues[0].message


def test_a_formula_whose_value_is_an_empty_text_is_a_blank() -> None:
    empty = '<c r="B2" t="str"><f>IF(1,"","x")</f><v></v></c>'

    table = read_file(xlsx(PLAN_ROWS.replace('<c r="B2"><v>7</v></c>', empty)), EUR)

    assert table.issues == ()
    assert rows_of(table) == PLAN | {"2025-01": {}}


def test_a_cell_as_long_as_a_book_is_refused() -> None:
    for content in (
        f"Month,{'d' * 10**6}\n2025-01,7\n".encode(),
        xlsx(PLAN_ROWS.replace("Deals", "d" * 10**6)),
    ):
        with pytest.raises(InputError, match="characters"):
            read_file(content, EUR)


def test_texts_shown_again_and_again_are_counted_each_time() -> None:
    line = f'<c r="A1" t="inlineStr"><is><t>{"a" * 30_000}</t></is></c>'
    rows = "".join(f'<row r="{n}">{line.replace("A1", f"A{n}")}</row>' for n in range(1, 41))

    with pytest.raises(InputError, match="1,000,000 characters"):
        read_file(xlsx(rows), EUR)


def test_errors_of_a_binary_workbook_cannot_be_seen_so_it_is_refused() -> None:
    with pytest.raises(InputError, match="XLSB is not read") as caught:
        read_file(zipped({"xl/workbook.bin": b"x"}), EUR)

    assert "XLSX" in caught.value.hint


def test_a_damaged_compound_file_with_a_chain_without_an_end_is_refused() -> None:
    content = bytearray(SOUND["xls"])
    content[-512:-508] = (0).to_bytes(4, "little")  # the first sector follows itself

    with pytest.raises(InputError, match="damaged"):
        read_file(bytes(content), EUR)


def test_an_errors_place_is_known_in_a_row_without_places() -> None:
    row = '<row><c t="inlineStr"><is><t>2025-03</t></is></c><c t="e"><v>#N/A</v></c></row>'

    table = read_file(xlsx(PLAN_ROWS + row), EUR)

    assert [issue.message for issue in table.issues] == ["B4 (Deals created): it holds the error #N/A."]
