"""A tenant's months as a workbook to fill in: an empty plan, and beside it what the months show now."""

from __future__ import annotations

import io

import xlsxwriter

from demogen.domain.kpis import MonthlyKpiSnapshot, value_to_json
from demogen.domain.metrics import METRICS, PLANNED, is_money
from demogen.domain.money import Currency

_PLAN, _NOW = "Plan", "Now"


def plan_template(months: tuple[MonthlyKpiSnapshot, ...], currency: Currency) -> bytes:
    """An XLSX file that the plan reader reads as it is: its first sheet is a plan without numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    money = book.add_format(
        {"num_format": "#,##0" + ("." + "0" * currency.decimals if currency.decimals else "")}
    )
    count = book.add_format({"num_format": "#,##0"})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for name in (_PLAN, _NOW):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, "Month", bold)
        sheet.set_column(0, 0, 12)
        for column, key in enumerate(PLANNED, 1):
            unit = f" ({currency.code})" if is_money(key) else ""
            sheet.write_string(0, column, f"{METRICS[key].label}{unit}", bold)
            sheet.set_column(column, column, 18, money if is_money(key) else count)
        for row, month in enumerate(months, 1):
            sheet.write_string(row, 0, str(month.month))
            for column, key in enumerate(PLANNED, 1) if name == _NOW else ():
                value = value_to_json(month[key], METRICS[key].unit, currency)
                sheet.write_number(row, column, float(str(value)))
    book.close()
    return buffer.getvalue()
