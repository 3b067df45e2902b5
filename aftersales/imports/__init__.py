"""Files from other systems: read whole, judged line by line, kept whole or not at all."""

from aftersales.imports.judging import COLUMNS
from aftersales.imports.report import ImportKind, LineProblem, Report
from aftersales.imports.run import import_file

__all__ = ["COLUMNS", "ImportKind", "LineProblem", "Report", "import_file"]
