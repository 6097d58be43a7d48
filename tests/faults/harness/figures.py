"""The figures of a run: one row for each case and engine, printed at its end and written as Markdown."""

import os
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .server import ROOT

# Where the table goes; docs/operating/faults.md quotes the one of a full run.
REPORT = Path(os.environ.get("FAULTS_REPORT", ROOT / ".build" / "faults.md"))
SHORT = os.environ.get("FAULTS", "full") == "short"
HEADINGS = ("case", "engine", "rounds", "writes checked", "lost", "spent twice", "recovery p50 / p99", "notes")


def scale(short, full):
    """What the short form of a case takes, and what the full one does."""
    return short if SHORT else full


def percentile(values, share):
    """The smallest value that `share` (0…1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Row:
    case: str
    engine: str
    rounds: int
    writes: int | None
    lost: int | None
    doubled: int | None
    recoveries: list = field(default_factory=list)
    notes: str = ""

    @property
    def cells(self):
        recovery = "–"
        if self.recoveries:
            recovery = f"{statistics.median(self.recoveries):.2f} s / {percentile(self.recoveries, 0.99):.2f} s"
        counts = ["–" if value is None else f"{value:,}" for value in (self.rounds, self.writes, self.lost, self.doubled)]
        return (self.case, self.engine, *counts, recovery, self.notes)


class Figures:
    """Every row of this run."""

    def __init__(self):
        self.rows = []

    def record(self, case, engine, rounds, journal=None, recoveries=(), notes="", lost=0, doubled=0):
        """Adds a row; with a journal, its acknowledged writes are those that were checked."""
        self.rows.append(Row(
            case, engine, rounds, journal.total if journal else None, lost if journal else None,
            doubled if journal else None, list(recoveries), notes,
        ))

    def handed_over(self):
        """Every row, as another process takes it."""
        return [asdict(row) for row in self.rows]

    def take_over(self, rows):
        self.rows += [Row(**row) for row in rows]

    def table(self):
        rows = [row.cells for row in sorted(self.rows, key=lambda row: (row.case, row.engine))]
        lines = [" | ".join(HEADINGS), "|".join("---" for _ in HEADINGS)]
        return ["| " + lines[0] + " |", "|" + lines[1] + "|"] + ["| " + " | ".join(cells) + " |" for cells in rows]

    def write(self):
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        form = "short" if SHORT else "full"
        REPORT.write_text("\n".join([f"The {form} form, on {os.cpu_count()} cores.", "", *self.table(), ""]))


FIGURES = Figures()
