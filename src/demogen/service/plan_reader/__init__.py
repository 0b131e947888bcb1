"""Reading plans as people have them: JSON, pasted text, CSV and spreadsheets. One reader for every entrance."""

from demogen.service.plan_reader.document import plan_from_json
from demogen.service.plan_reader.files import read_file, read_plan, read_text
from demogen.service.plan_reader.plan_table import PlanTable
from demogen.service.plan_reader.questions import HEADING, Answers, Question
from demogen.service.plan_reader.table import read_table

__all__ = [
    "HEADING",
    "Answers",
    "PlanTable",
    "Question",
    "plan_from_json",
    "read_file",
    "read_plan",
    "read_table",
    "read_text",
]
