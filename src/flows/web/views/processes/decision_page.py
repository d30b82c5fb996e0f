"""A decision: drawn in the browser, and tried here with values that one writes."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.forms.readable import readable
from flows.kernel import Problem
from flows.modeler.decision_rows import AGGREGATIONS, POLICIES, DecisionRows
from flows.modeler.file_uses import uses_of
from flows.modeler.sample_variables import known_variables, sample_forums, scenario_values
from flows.modeler.try_decision import TriedDecision, try_decision
from flows.web.access import role
from flows.web.current import actor, database_session, is_fragment_request, now
from flows.web.language import language, told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.problems import problem_json
from flows.web.words import gettext as _

blueprint = Blueprint("process_decision", __name__, url_prefix="/processes/<package>/decision")

_MODEL = "_model"


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """The try-it panel as the page shows it.

    `matched` are the rules of the asked decision that matched, `others` how many rules of each
    decision that it requires did, by name.
    """

    tried: TriedDecision
    problems: list[dict[str, str | int]]
    warnings: list[str]
    matched: frozenset[str]
    others: list[tuple[str, int]]
    answer: str
    forum: str
    forums: list[tuple[str, str]]

    @property
    def decision(self) -> DecisionRows | None:
        """The decision that is asked."""
        return self.tried.decision


@blueprint.get("/<file>")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The decision with its panel; without JavaScript its table."""
    return _page(package_view(package), file)


@blueprint.post("/<file>/try")
@role(*OVERSEERS)
def try_out(package: str, file: str) -> ResponseReturnValue:
    """What the decision comes to with the values that are sent; nothing is kept."""
    view = package_view(package)
    if not is_fragment_request():
        return _page(view, file)
    return render_template(
        "processes/decision_try.html", view=view, file=file, shown=shown_decision(view, file)
    )


def _page(view: PackageView, file: str) -> str:
    raw = view.file(file)
    return render_template(
        "processes/decision.html",
        title=_("Beslutet %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        source=raw.decode("utf-8-sig", errors="replace"),
        uses=uses_of(view.package, file),
        shown=shown_decision(view, file),
        policies=POLICIES,
        aggregations=AGGREGATIONS,
    )


def shown_decision(view: PackageView, file: str) -> ShownDecision:
    """The panel for what was sent, or else for the saved file."""
    saved = view.file(file)
    sent = request.form.get(_MODEL)
    forums = sample_forums(database_session(), actor())
    forum = request.form.get("_forum") or next((one for one, _name in forums), "")
    tried = try_decision(
        saved if sent is None else sent.encode(),
        file,
        decision_id=request.values.get("_decision", ""),
        known=known_variables(database_session(), actor(), forum),
        examples=scenario_values(view.package),
        written_values=request.form if "_try" in request.form else None,
        now=now(),
    )
    asked = tried.decision.id if tried.decision else ""
    names = {one.id: one.name or one.id for one in tried.decisions}
    others = {one.decision_id for one in tried.hits} - {asked}
    return ShownDecision(
        tried=tried,
        problems=[_placed(problem_json(each), each, tried) for each in tried.problems],
        warnings=list(dict.fromkeys(told(each.sv, each.en) for each in tried.warnings)),
        matched=tried.hit_rules(asked),
        others=[(names.get(one, one), len(tried.hit_rules(one))) for one in sorted(others)],
        answer=readable(tried.value, language()) if tried.decided else "",
        forum=forum,
        forums=forums,
    )


def _placed(
    told_problem: dict[str, str | int], problem: Problem, tried: TriedDecision
) -> dict[str, str | int]:
    """The problem with the rule and column that it is about, in words."""
    for decision in tried.decisions:
        for rule in decision.rules:
            if problem.element == rule.id:
                name = _("Regel %(number)s", number=rule.number)
                return {**told_problem, "name": name, "element": rule.id}
            if problem.element and problem.element in rule.cell_ids:
                place = rule.cell_ids.index(problem.element)
                columns = [*decision.inputs, *decision.outputs]
                column = columns[place].label if place < len(columns) else ""
                name = _("Regel %(number)s, ”%(column)s”", number=rule.number, column=column)
                return {**told_problem, "name": name, "element": rule.id, "cell": problem.element}
    return told_problem
