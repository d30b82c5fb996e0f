"""The element templates: each operation as a process owner places it, with its fields in words.

They lie beside the operations in the program itself, so that what can be drawn is what can be done,
wherever the program is installed and whichever content it was loaded with.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def element_templates() -> Sequence[dict[str, Any]]:
    """Every template as its JSON says, in the order of their files. Shared: not to be changed.

    The format is https://github.com/camunda/element-templates-json-schema; the free desktop
    modeler reads the same files.
    """
    folder = files(__package__) / "templates"
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    return tuple(json.loads((folder / name).read_text("utf-8")) for name in found)
