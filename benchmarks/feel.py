"""How fast expressions are, against compiled Python and the two FEEL packages of PyPI.

    python benchmarks/feel.py [--json]

Times are medians, in microseconds, of a cached evaluation with variables of a case. pySFeel and
bkflow-feel are measured when they can be imported; they are no dependencies of the project. With
--json the last line is one JSON object:

    comparison_us, comparison_python_us, comparison_vs_python    age >= 18; eval() of the same
    conjunction_us, conjunction_vs_python                        two comparisons and an `and`
    arithmetic_us, call_us, loop_us                              exact decimals; built-in; 11 turns
    parse_us, compile_us                                         an expression of 60 characters
    decision_us                                                  a decision table of five rules
    <package>_comparison_us, <package>_vs_flows                  where the package is installed
"""

import argparse
import importlib
import json
import statistics
import timeit
from collections.abc import Callable, Sequence
from typing import Any

from flows.expressions import DecisionModel, compile_expression
from flows.expressions.expression import Expression
from flows.expressions.parser import Parser

COMPARISON = "age >= 18"
CONJUNCTION = 'age >= 18 and status = "open"'
CONJUNCTION_PYTHON = "age >= 18 and status == 'open'"
SIXTY = 'if amount > 1000 and status = "open" then amount * 2 else 99'
VARIABLES: dict[str, Any] = {
    "age": 20,
    "status": "open",
    "amount": 1200,
    "parties": [{"id": number, "votes": number * 3} for number in range(11)],
}
TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">
<decision id="level" name="level"><decisionTable hitPolicy="FIRST">
<input><inputExpression><text>amount</text></inputExpression></input>
<input><inputExpression><text>status</text></inputExpression></input><output name="level"/>
<rule><inputEntry><text>&lt; 100</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"a"</text></outputEntry></rule>
<rule><inputEntry><text>[100..500)</text></inputEntry><inputEntry><text>"open"</text></inputEntry>
<outputEntry><text>"b"</text></outputEntry></rule>
<rule><inputEntry><text>[500..1000)</text></inputEntry><inputEntry><text>"open"</text></inputEntry>
<outputEntry><text>"c"</text></outputEntry></rule>
<rule><inputEntry><text>&gt;= 1000</text></inputEntry><inputEntry><text>not("open")</text>
</inputEntry><outputEntry><text>"d"</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>"open", "new"</text></inputEntry>
<outputEntry><text>"e"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def microseconds(run: Callable[[], object], number: int, repeats: int = 15) -> float:
    """The median time of one run, after a warming up."""
    return medians([run], number, repeats)[0]


def medians(
    runs: Sequence[Callable[[], object]], number: int, repeats: int = 15
) -> Sequence[float]:
    """The median time of each, measured by turns so that a busy machine is fair to all."""
    for run in runs:
        timeit.timeit(run, number=number // 10 + 1)
    rounds = [[timeit.timeit(run, number=number) for run in runs] for _ in range(repeats)]
    return [statistics.median(times) / number * 1e6 for times in zip(*rounds, strict=True)]


def beside_python(source: str, python: str) -> Sequence[float]:
    """A compiled expression's evaluate(), and eval() of compiled Python."""
    code = compile(python, "benchmark", "eval")
    scope: dict[str, Any] = {}
    evaluate = compile_expression(source).evaluate
    return medians([lambda: evaluate(VARIABLES), lambda: eval(code, scope, VARIABLES)], 50_000)


def feel_time(source: str, number: int) -> float:
    """A compiled expression's evaluate()."""
    evaluate = compile_expression(source).evaluate
    return microseconds(lambda: evaluate(VARIABLES), number)


def compile_once(source: str) -> Expression:
    """Compile without the cache."""
    parser = Parser(source)
    return Expression(source, parser.whole(), parser.straight, frozenset())


def own_figures() -> dict[str, float]:
    """What this project can do, beside compiled Python."""
    comparison, python = beside_python(COMPARISON, COMPARISON)
    conjunction, python_conjunction = beside_python(CONJUNCTION, CONJUNCTION_PYTHON)
    decide = DecisionModel.from_xml(TABLE).evaluate
    return {
        "comparison_us": comparison,
        "comparison_python_us": python,
        "comparison_vs_python": comparison / python,
        "conjunction_us": conjunction,
        "conjunction_vs_python": conjunction / python_conjunction,
        "arithmetic_us": feel_time("amount * 1.25 + 10", 20_000),
        "call_us": feel_time('contains(status, "op")', 5000),
        "loop_us": feel_time("sum(for p in parties return p.votes)", 1000),
        "parse_us": microseconds(lambda: Parser(SIXTY).whole(), 1000),
        "compile_us": microseconds(lambda: compile_once(SIXTY), 1000),
        "decision_us": microseconds(lambda: decide("level", VARIABLES), 1000),
    }


def pysfeel_comparison() -> Callable[[], object]:
    """The package's only way; it keeps no compiled form."""
    parser = importlib.import_module("pySFeel").SFeelParser()
    parser.sFeelParse("age <- 20")
    return lambda: parser.sFeelParse(COMPARISON)


def bkflow_comparison() -> Callable[[], object]:
    """The package's documented way, which parses at every call."""
    parse = importlib.import_module("bkflow_feel.api").parse_expression
    return lambda: parse(COMPARISON, VARIABLES)


def bkflow_kept_tree() -> Callable[[], object]:
    """A tree of the package parsed once and kept, as its own interface does not offer."""
    package = importlib.import_module("bkflow_feel")
    tree = package.transformer.transform(package.parser.parse(COMPARISON))
    return lambda: tree.evaluate(VARIABLES)


PACKAGES: dict[str, Callable[[], Callable[[], object]]] = {
    "pysfeel": pysfeel_comparison,
    "bkflow_feel": bkflow_comparison,
    "bkflow_feel_kept_tree": bkflow_kept_tree,
}


def package_figures(own: float) -> dict[str, float]:
    """The comparison in each package that is installed, and how many times slower it is."""
    figures = {}
    for name, prepare in PACKAGES.items():
        try:
            run = prepare()
        except ImportError:
            continue
        time = microseconds(run, 20, 7)
        figures[f"{name}_comparison_us"] = time
        figures[f"{name}_vs_flows"] = time / own
    return figures


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Measure expressions.")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    wants_json = arguments.parse_args().json
    figures = own_figures()
    figures |= package_figures(figures["comparison_us"])
    for name, figure in figures.items():
        print(f"{name:28} {figure:10.3f}")
    if wants_json:
        print(json.dumps({name: round(figure, 4) for name, figure in figures.items()}))


if __name__ == "__main__":
    main()
