"""Read a YAML file from outside into nodes that remember their line, and refuse what could harm."""

from yaml.nodes import Node

from flows.kernel import Invalid, Problem
from flows.kernel.hostile_yaml import YamlRefused, parse_hostile_yaml

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12


class OrganisationError(Invalid):
    """An organisation file can't be used; `problems` says where and why."""

    code = "organisation"
    sv = "Organisationsfilen går inte att använda."
    en = "The organisation file can't be used."


def marked_root(raw: bytes, file: str, max_bytes: int = MAX_BYTES) -> Node:
    """The root node of the one document in `raw`; lines count from 0 in its marks.

    Raises OrganisationError with a single problem.
    """
    try:
        return parse_hostile_yaml(raw, max_bytes=max_bytes, max_depth=MAX_DEPTH)
    except YamlRefused as no:
        problem = Problem(no.code, no.sv, no.en, file=file, line=no.line)
        raise OrganisationError(problems=[problem]) from None
