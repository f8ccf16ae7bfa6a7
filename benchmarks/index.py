"""Adding one recording of an hour to an index of 50, against stock Whoosh adding the same words without our care.

scripts/bench index
"""

import tempfile
from pathlib import Path

from sqlalchemy import select
from whoosh import fields, index

from archive.catalogue.recordings import Recording
from archive.finding.indexing import index_recordings
from benchmarks.library import library
from benchmarks.measuring import compare, seconds

RECORDINGS = 50
PASSAGE = 10


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, library(Path(folder) / "ours", recordings=RECORDINGS) as services:
        with services.database.reading() as session:
            texts = {
                recording.id: [cue.text for cue in recording.transcripts[0].cues]
                for recording in session.scalars(select(Recording))
            }
        stock = index.create_in(
            _made(Path(folder) / "stock"), fields.Schema(recording=fields.NUMERIC, text=fields.TEXT(phrase=True))
        )
        first, *others = texts
        for recording_id in others:
            _add_to_stock(stock, recording_id, texts[recording_id])
        times = compare(
            {
                "ours": lambda: index_recordings(services, [first]),
                "stock": lambda: _add_to_stock(stock, first, texts[first]),
            },
            runs=5,
        )
        print("index: seconds to add one recording (800 lines), commit included, median of 5")
        print(f"  ours (synced, hashed, German and English) {times['ours']:.3f}   stock Whoosh {times['stock']:.3f}   "
              f"ratio {times['ours'] / times['stock']:.2f}")  # fmt: skip
        print(f"  full check of every file's hash {seconds(services.index.check):.3f}")


def _add_to_stock(stock: index.Index, recording_id: int, cues: list[str]) -> None:
    writer = stock.writer()
    writer.delete_by_term("recording", recording_id)
    for begin in range(0, len(cues), PASSAGE):
        writer.add_document(recording=recording_id, text=" ".join(cues[begin : begin + PASSAGE]))
    writer.commit()


def _made(folder: Path) -> str:
    folder.mkdir()
    return str(folder)


if __name__ == "__main__":
    main()
