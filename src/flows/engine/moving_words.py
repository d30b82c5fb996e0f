"""What a move to another version says of the elements it concerns."""

from typing import Any

from flows.kernel import Problem


def told(code: str, spec: Any, sv: str, en: str, severity: str) -> Problem:
    """What is to be said of an element, as a problem or (severity warning) a note."""
    name = spec.bpmn_name or spec.bpmn_id or spec.name
    return Problem(
        code,
        f"”{name}” {sv} i den nya versionen.",
        f'"{name}" {en} in the new version.',
        element=spec.bpmn_id or spec.name,
        name=name,
        severity=severity,
    )


def element_gone(element_id: str, name: str) -> Problem:
    """What stands at an element that the new version lacks has nowhere to go."""
    shown = name or element_id
    return Problem(
        "element-gone",
        f"”{shown}” finns inte i den nya versionen. Ange vilket steg som tar över.",
        f'"{shown}" does not exist in the new version. Say which step takes over.',
        element=element_id,
        name=shown,
    )
