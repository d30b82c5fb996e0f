"""Decision models for the tests, written as dmn-js writes them."""

from xml.sax.saxutils import escape

from flows.expressions import DecisionModel

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model_xml(body: str, namespace: str = NAMESPACE, own: str = "urn:test") -> bytes:
    """A whole file around the elements of a model."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<definitions xmlns="{namespace}" id="modell" name="Modell" namespace="{own}">\n'
        f"{body}\n</definitions>"
    ).encode()


def model(body: str, *, conforming: bool = False) -> DecisionModel:
    return DecisionModel.from_xml(model_xml(body), "modell.dmn", conforming=conforming)


def text(content: str) -> str:
    return f"<text>{escape(content)}</text>"


def literal(content: str) -> str:
    return f"<literalExpression>{text(content)}</literalExpression>"


def decision(name: str, content: str, required: str = "", type_reference: str = "") -> str:
    """A decision whose id is its name; `required` are requirement elements."""
    declared = f' typeRef="{type_reference}"' if type_reference else ""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{declared}/>'
        f"{required}{content}</decision>"
    )


def needs(kind: str, key: str) -> str:
    """A requirement of kind Input, Decision or Knowledge."""
    holder = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{holder}><required{kind} href="#{key}"/></{holder}>'


def table(
    policy: str,
    inputs: list[str],
    outputs: list[str],
    rules: list[tuple[list[str], list[str]]],
    aggregation: str = "",
) -> str:
    """A decision table; an output is a name, or a name and its ordered values after a colon."""
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    parts = [f'<decisionTable id="tabell" hitPolicy="{policy}"{aggregated}>']
    parts += [
        f"<input><inputExpression>{text(source)}</inputExpression></input>" for source in inputs
    ]
    for output in outputs:
        name, _, values = output.partition(":")
        allowed = f"<outputValues>{text(values)}</outputValues>" if values else ""
        parts.append(f'<output name="{name}">{allowed}</output>')
    for number, (tests, values_out) in enumerate(rules, 1):
        cells = "".join(f"<inputEntry>{text(cell)}</inputEntry>" for cell in tests)
        cells += "".join(f"<outputEntry>{text(cell)}</outputEntry>" for cell in values_out)
        parts.append(f'<rule id="regel{number}">{cells}</rule>')
    return "".join(parts) + "</decisionTable>"
