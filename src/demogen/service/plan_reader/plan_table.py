"""A table as it was read, and its form in JSON. How it is read is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demogen.domain.issues import Issue
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import MetricKey, label_of
from demogen.domain.money import Currency
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.service.plan_reader.questions import Column, Question
from demogen.service.plan_reader.sheets import Sheet
from demogen.service.plan_reader.words.letters import shown


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number, and its cells as texts."""

    number: int
    cells: Sequence[str]

    def to_json(self) -> JsonObject:
        return {"line": self.number, "cells": list(self.cells)}


@dataclass(frozen=True, slots=True)
class Scale:
    """That the numbers of a KPI are so many times what is written, and the text that says so."""

    metric: MetricKey
    factor: int
    said: str

    @property
    def words(self) -> str:
        """For people."""
        return f"{label_of(self.metric)} is {self.factor:,} times what is written, as “{self.said}” says."

    def to_json(self) -> JsonObject:
        return {"metric": self.metric.value, "factor": self.factor, "said": self.said}


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table as it was read. `rows` holds the readable cells of months that stand once; `columns` is empty where months
    stand across, or a line is a KPI of a month. `sheets` are those of the workbook that hold a plan."""

    sheet: Sheet
    rows: tuple[PlanMonth, ...]
    columns: tuple[Column, ...]
    header: Line | None
    lines: tuple[Line, ...]
    issues: tuple[Issue, ...]
    warnings: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    scales: tuple[Scale, ...]
    dialect: JsonObject
    sheets: tuple[str, ...] = ()

    def to_json(self, currency: Currency) -> JsonObject:
        skipped: list[JsonValue] = [{"what": shown(what), "reason": reason} for what, reason in self.skipped]
        return {
            "rows": Plan(self.rows, PlanType.TARGETS).to_json(currency)["months"],
            "issues": [issue.to_json() for issue in self.issues],
            "warnings": [issue.to_json() for issue in self.warnings],
            "skipped": skipped,
            "questions": [question.to_json() for question in self.questions],
            "dialect": {
                **self.dialect,
                "scales": [scale.to_json() for scale in self.scales],
                "sheets": list(self.sheets),
            },
            "columns": list(self.columns),
            "header": None if self.header is None else self.header.to_json(),
            "lines": [line.to_json() for line in self.lines],
        }
