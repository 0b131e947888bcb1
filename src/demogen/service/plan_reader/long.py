"""Tables with a line for each KPI of each month, such as our own reports, as tables with a line for each month."""

from __future__ import annotations

from dataclasses import replace

from demogen.domain.metrics import MetricKey
from demogen.service.plan_reader.headings import metric_of, plain
from demogen.service.plan_reader.sheets import Cell, Sheet


def widen(sheet: Sheet) -> Sheet:
    """The sheet as it is, unless its header has month, metric and target."""
    if not sheet.rows:
        return sheet
    heads = [plain(str(cell)) if cell is not None else "" for cell in sheet.rows[0]]
    names = next((name for name in ("metric", "kpi") if name in heads), None)
    if names is None or "month" not in heads or "target" not in heads:
        return sheet
    month, metric, target = heads.index("month"), heads.index(names), heads.index("target")
    cells: dict[Cell, dict[MetricKey, Cell]] = {}
    lines: dict[Cell, int] = {}
    keys: list[MetricKey] = []
    for line, row in zip(sheet.lines[1:], sheet.rows[1:], strict=True):
        wide = (*row, *[None] * (len(heads) - len(row)))
        key = metric_of(str(wide[metric]))
        if wide[month] is None or key is None or wide[target] is None:
            continue
        if key not in keys:
            keys.append(key)
        lines.setdefault(wide[month], line)
        cells.setdefault(wide[month], {})[key] = wide[target]
    header: tuple[Cell, ...] = ("month", *(key.value for key in keys))
    rows = [(name, *(found.get(key) for key in keys)) for name, found in cells.items()]
    return replace(sheet, rows=(header, *rows), lines=(sheet.lines[0], *(lines[name] for name in cells)))
