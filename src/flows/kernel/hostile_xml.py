"""XML that anyone may have written: read without entities, DTDs, the network or a huge tree."""

from lxml import etree


def parse_hostile_xml(raw: bytes) -> etree._Element:
    """The root of an XML file, without comments and processing instructions.

    Raises etree.XMLSyntaxError or ValueError. A DOCTYPE passes unread: the caller refuses it.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(raw, parser)
