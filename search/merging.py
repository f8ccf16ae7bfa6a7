"""Which segments a change of the index melts into the new one: few documents at a time, so that no change takes long.

Whoosh's own policy melts all small segments at once whenever there are eleven, and the change that meets it waits for
seconds. Reading a dozen segments more costs a question less than a millisecond.
"""

from typing import Any

from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

MANY_SEGMENTS = 24
TOO_MANY_SEGMENTS = 64
DOCUMENTS_A_CHANGE = 300
"""About a third of a second of work."""


def merge_little(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Melt the smallest segments into the one being written while there are many; give those that stay.

    Segments of which nothing is left are left out. A merge policy for `SegmentWriter.commit`.
    """
    staying = sorted((segment for segment in segments if segment.doc_count() > 0), key=lambda one: -one.doc_count_all())
    room = DOCUMENTS_A_CHANGE
    while len(staying) >= MANY_SEGMENTS:
        room -= staying[-1].doc_count()
        if room < 0 and len(staying) < TOO_MANY_SEGMENTS:
            break
        reader = SegmentReader(writer.storage, writer.schema, staying.pop())
        writer.add_reader(reader)
        reader.close()
    return staying
