"""A BPMN file as a tree that can be read, changed and written with nothing else lost."""

import re
from collections.abc import Iterator

from lxml import etree

from flows.diagrams.errors import FileRefused, ProcessUnknown
from flows.diagrams.names import FLOW_NODES, SCOPES, bpmn, is_bpmn, local_name
from flows.kernel.broken_files import xml_fault

_MARKUP = re.compile(rb"<!--.*?-->|<\?.*?\?>|/>|&quot;", re.DOTALL)
STYLE_SHEET = "xml-stylesheet"
"""The processing instruction that names a program for whoever opens the file."""

_DEEPEST = 60
"""Elements may stand this deep in one another: far more than any diagram needs."""


class DiagramFile:
    """A parsed file. Comments, unknown elements and attributes stay where they are.

    Raises FileRefused for what isn't XML, has a DTD, nests absurdly or isn't BPMN.
    """

    def __init__(self, raw: bytes) -> None:
        # As flows.kernel.hostile_xml, but what stands between the elements is kept.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_blank_text=False,
        )
        try:
            self.root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as fault:
            said = xml_fault(fault)
            raise FileRefused(said.sv, said.en) from None
        self.tree = self.root.getroottree()
        about = self.tree.docinfo
        if about is not None and (about.internalDTD is not None):
            raise FileRefused("Filen har en DTD.", "The file has a DTD.")
        if self.root.tag != bpmn("definitions"):
            raise FileRefused("Filen är inte BPMN 2.0.", "The file is not BPMN 2.0.")
        if _is_deeper(self.root, _DEEPEST):
            raise FileRefused(
                "Diagrammet har för många nivåer i varandra.", "The diagram nests too deeply."
            )
        self._with_declaration = raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml")
        self._ends_with_line = raw.endswith(b"\n")
        self._spaced = b" />" in raw
        self._numbered = b"&#34;" in raw

    def written(self) -> bytes:
        """The file's content, in UTF-8, without any style sheet that a browser would follow."""
        _drop_style_sheets(self.root)
        written = etree.tostring(self.tree, encoding="UTF-8", xml_declaration=False)
        written = _MARKUP.sub(self._as_it_was, written)
        declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n' if self._with_declaration else b""
        return declaration + written + (b"\n" if self._ends_with_line else b"")

    def _as_it_was(self, match: re.Match[bytes]) -> bytes:
        """A piece of markup as bpmn.io writes it, if the file was: a small change, a small diff."""
        text = match[0]
        if text == b"/>" and self._spaced:
            return b" />"
        return b"&#34;" if text == b"&quot;" and self._numbered else text

    def processes(self) -> list[etree._Element]:
        """The processes, in the order of the file."""
        return self.root.findall(bpmn("process"))

    def process(self, process_id: str) -> etree._Element:
        """One of them. Raises ProcessUnknown."""
        for process in self.processes():
            if process.get("id") == process_id:
                return process
        raise ProcessUnknown

    def by_id(self) -> dict[str, etree._Element]:
        """Every element that has an id; the first of two with the same."""
        found: dict[str, etree._Element] = {}
        for element in self.root.iter(etree.Element):
            name = element.get("id")
            if name and name not in found:
                found[name] = element
        return found

    def new_id(self, wish: str) -> str:
        """An id like the wish that nothing in the file has: ASCII, lower case."""
        taken = {str(element.get("id")) for element in self.root.iter(etree.Element)}
        return free_name(id_text(wish), taken)


def id_text(text: str) -> str:
    """A text as an id may be written here: ASCII, lower case, words joined by `_`."""
    plain = text.lower().translate(str.maketrans("åäöéüø", "aaoeuo"))
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_")
    return plain if plain and plain[0].isalpha() else f"steg_{plain}".rstrip("_")


def free_name(wish: str, taken: set[str]) -> str:
    """The wish, or the wish with the first free number behind it."""
    name, number = wish, 2
    while name in taken:
        name, number = f"{wish}_{number}", number + 1
    return name


def flow_nodes(scope: etree._Element) -> list[etree._Element]:
    """The flow nodes that stand in a process or a subprocess itself."""
    return [child for child in scope if is_bpmn(child, FLOW_NODES)]


def sequence_flows(scope: etree._Element) -> list[etree._Element]:
    """The sequence flows that stand in a process or a subprocess itself."""
    return scope.findall(bpmn("sequenceFlow"))


def scopes_in(process: etree._Element) -> Iterator[etree._Element]:
    """The process and every subprocess in it, outer ones first."""
    yield process
    for element in process.iter(etree.Element):
        if element is not process and is_bpmn(element, SCOPES):
            yield element


def kind_of(node: etree._Element) -> str:
    """The local name of a flow node."""
    return local_name(node)


def _drop_style_sheets(root: etree._Element) -> None:
    """Take out the instructions that name one, wherever they stand; the text around them stays."""
    kind = etree.ProcessingInstruction
    apart = etree.Element("apart")
    for one in [*root.itersiblings(kind, preceding=True), *root.itersiblings(kind)]:
        if _names_style(one):
            apart.append(one)
    for one in [one for one in root.iter(kind) if _names_style(one)]:
        parent, before, tail = one.getparent(), one.getprevious(), one.tail or ""
        assert parent is not None
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(one)


def _names_style(one: etree._Element) -> bool:
    return isinstance(one, etree._ProcessingInstruction) and one.target == STYLE_SHEET


def _is_deeper(root: etree._Element, most: int) -> bool:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False
