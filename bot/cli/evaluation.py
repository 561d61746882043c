"""``eval``: how good the answers are, on judged requests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.console import PATH, Console, json_option, pass_console
from bot.texts import fill

EXPECTED = 3
"""Of each failure so many judged strings, and so many passages shown, are named."""
BEGINNING = 24
"""Characters of a passage that are enough to know it by."""

if TYPE_CHECKING:
    from bot.jsonform import Json
    from retrieval.evaluate import Figure, Report


@click.command("eval")
@click.argument("judgments", type=PATH)
@click.option("--ablate", is_flag=True, help="Also measure the parts: BM25, vectors, with the lexicon, with functions.")
@json_option
@pass_console
def eval_command(console: Console, judgments: Path, ablate: bool, as_json: bool) -> None:
    """Measure the answers on judged requests: nDCG@5, success@1 and @5, empties, with 95% bootstrap intervals."""
    from retrieval.evaluate import evaluate, read_judgments
    from retrieval.ranking import Mode

    judged = read_judgments(judgments)
    with console.app() as app:
        modes = list(Mode) if ablate else [Mode.WHOLE]
        reports = {mode.value: evaluate(app.engine, app.library, judged, mode) for mode in modes}
    whole = reports[Mode.WHOLE.value]
    if as_json:
        measured = {name: measures_json(report) for name, report in reports.items()}
        console.say_json({"measures": measured[Mode.WHOLE.value]} | ({"ablation": measured} if ablate else {}))
        return
    _say_table(console, reports)
    empty = sum(not judgment.relevant for judgment in judged)
    console.say(fill(console.texts.eval_requests, count=len(judged), empty=empty))
    _say_failures(console, whole)


def _say_failures(console: Console, report: Report) -> None:
    """Name each request that nobody would be content with: what was expected, and what came."""
    texts = console.texts
    for heading, outcomes in (
        (texts.eval_missed, [one for one in report.outcomes if one.failed and one.judgment.relevant]),
        (texts.eval_invented, [one for one in report.outcomes if one.failed and not one.judgment.relevant]),
    ):
        if outcomes:
            console.say(heading)
        for outcome in outcomes:
            console.say(f"  {outcome.judgment.id}  {outcome.judgment.request}")
            best = sorted(outcome.judgment.relevant.items(), key=lambda one: -one[1])[:EXPECTED]
            if best:
                console.say("    " + texts.eval_expected.format(texts=" | ".join(text for text, _ in best)))
            came = " | ".join(" ".join(hit.passage.text[:BEGINNING].split()) for hit in outcome.hits[:EXPECTED])
            console.say("    " + texts.eval_came.format(texts=came or "–"))


def figures(report: Report) -> dict[str, Figure | None]:
    """The measures of a report under the names that ``--json`` gives them."""
    return {
        "ndcg@5": report.ndcg,
        "success@1": report.success_at_1,
        "success@5": report.success_at_5,
        "answered": report.answered,
        "empty_answered_with_none": report.empty,
    }


def measures_json(report: Report) -> Json:
    """The measures as JSON; one that no request calls for is left out."""
    return {
        name: {"value": figure.mean, "low": figure.low, "high": figure.high, "requests": figure.requests}
        for name, figure in figures(report).items()
        if figure is not None
    }


def _say_table(console: Console, reports: dict[str, Report]) -> None:
    from rich.console import Console as RichConsole
    from rich.table import Table

    labels = {
        "ndcg@5": "nDCG@5",
        "answered": console.texts.eval_answered,
        "empty_answered_with_none": console.texts.eval_empty,
    }
    table = Table(console.texts.eval_measure, *reports, box=None)
    columns = [figures(report) for report in reports.values()]
    for name in columns[0]:
        table.add_row(labels.get(name, name), *[_cell(column[name]) for column in columns])
    RichConsole(markup=False, highlight=False, width=160).print(table)


def _cell(figure: Figure | None) -> str:
    return "–" if figure is None else f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
