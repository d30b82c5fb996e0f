"""Read what is drawn beside the flow of a process, and of the collaboration around it."""

from collections.abc import Sequence

from lxml import etree

from flows.diagrams.beside import Beside, Document, Exchange, Group, Note, Outsider, Use
from flows.diagrams.diagram_file import DiagramFile
from flows.diagrams.groups import group_name, members_of
from flows.diagrams.names import FLOW_NODES, bpmn, is_bpmn, local_name
from flows.diagrams.pools import pool_of_process, process_of
from flows.diagrams.read_facts import child_text
from flows.diagrams.references import READS, WRITES, ends_of, id_of

DOCUMENTS = {"dataObjectReference": "object", "dataStoreReference": "store"}


def read_beside(file: DiagramFile, process: etree._Element, order: Sequence[str]) -> Beside:
    """All of it; `order` are the ids of the process's steps and flows as they are told."""
    return _Reader(file, process, order).beside()


class _Reader:
    def __init__(self, file: DiagramFile, process: etree._Element, order: Sequence[str]) -> None:
        self.file = file
        self.process = process
        self.place = {one: number for number, one in enumerate(order)}
        self.around = file.root.findall(bpmn("collaboration"))
        self.owners = [process, *self.around]
        self.lines = [line for owner in self.owners for line in owner.iter(bpmn("association"))]
        self.alone = len(file.processes()) == 1
        """Whether what stands outside every process is about this one."""

    def beside(self) -> Beside:
        """All of it."""
        documents, groups = tuple(self._documents()), tuple(self._groups())
        outsiders = tuple(self._outsiders())
        others = Beside((), documents, groups, outsiders)
        told = (set(self.place) | others.ids()) - {""}
        return Beside(tuple(self._notes(told)), documents, groups, outsiders)

    def _notes(self, told: set[str]) -> list[Note]:
        tied: dict[str, set[str]] = {}
        for line in self.lines:
            source, target = ends_of(line)
            tied.setdefault(source, set()).add(target)
            tied.setdefault(target, set()).add(source)
        found = []
        for owner in self.owners:
            for note in owner.iter(bpmn("textAnnotation")):
                about = tied.get(id_of(note), set()) & told if id_of(note) else set()
                if owner is self.process or about or self.alone:
                    ids = sorted(about, key=lambda one: (self.place.get(one, 1 << 30), one))
                    found.append(Note(id_of(note), child_text(note, "text"), tuple(ids)))
        return found

    def _documents(self) -> list[Document]:
        uses: dict[str, set[Use]] = {}
        for line in self.process.iter(bpmn(READS), bpmn(WRITES)):
            source, target = ends_of(line)
            if local_name(line) == READS:
                uses.setdefault(source, set()).add(Use(target, "reads"))
            else:
                uses.setdefault(target, set()).add(Use(source, "writes"))
        for line in self.lines:
            source, target = ends_of(line)
            uses.setdefault(source, set()).add(Use(target, ""))
            uses.setdefault(target, set()).add(Use(source, ""))
        found = []
        for element in self.process.iter(etree.Element):
            if not is_bpmn(element, set(DOCUMENTS)) or not id_of(element):
                continue
            mine = [use for use in uses.get(id_of(element), ()) if use.step in self.place]
            mine.sort(key=lambda use: (self.place[use.step], use.how))
            kind = DOCUMENTS[local_name(element)]
            found.append(Document(id_of(element), kind, _name(element), tuple(mine)))
        return found

    def _groups(self) -> list[Group]:
        found = []
        for owner in self.owners:
            for group in owner.iter(bpmn("group")):
                members = members_of(self.file, self.process, group)
                if owner is not self.process and not (members or self.alone):
                    continue
                ids = sorted((id_of(one) for one in members), key=lambda one: self.place[one])
                found.append(Group(id_of(group), group_name(self.file.root, group), tuple(ids)))
        return found

    def _outsiders(self) -> list[Outsider]:
        found = []
        own_id = str(self.process.get("id"))
        own_pool = pool_of_process(self.file.root, own_id)
        mine = set(self.place) | {own_id, *([] if own_pool is None else [id_of(own_pool)])}
        for collaboration in self.around:
            if not self.alone and (own_pool is None or own_pool.getparent() is not collaboration):
                continue
            flows = [(flow, *ends_of(flow)) for flow in collaboration.iter(bpmn("messageFlow"))]
            for pool in collaboration.findall(bpmn("participant")):
                if process_of(pool) == own_id:
                    continue
                theirs = self._stands_for(pool)
                exchanges = []
                for flow, source, target in flows:
                    if source in mine and target in theirs:
                        end = source if source in self.place else ""
                        exchanges.append(_exchange(flow, True, end, theirs[target]))
                    elif target in mine and source in theirs:
                        end = target if target in self.place else ""
                        exchanges.append(_exchange(flow, False, end, theirs[source]))
                process_id = process_of(pool)
                found.append(Outsider(id_of(pool), _name(pool), process_id, tuple(exchanges)))
        return found

    def _stands_for(self, pool: etree._Element) -> dict[str, str]:
        """The ids that stand for a pool: its own, and what is in its process; how they are called.

        What isn't a step is called nothing.
        """
        theirs = {
            id_of(one): " ".join(_name(one).split()) if is_bpmn(one, FLOW_NODES) else ""
            for process in self.file.processes()
            if process.get("id") == process_of(pool)
            for one in process.iter(etree.Element)
        }
        return {one: name for one, name in {**theirs, id_of(pool): ""}.items() if one}


def _exchange(flow: etree._Element, sends: bool, step: str, there: str) -> Exchange:
    return Exchange(id_of(flow), _name(flow), sends, step, there)


def _name(element: etree._Element) -> str:
    return str(element.get("name", "")).strip()
