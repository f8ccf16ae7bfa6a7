"""Whether passages are filed under the right topics: precision and recall over sentences as they are said.

scripts/bench topics        the figures by topic, with every sentence that was missed or filed wrongly
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.finding.topics import finder, topics

SENTENCES = Path(__file__).parents[1] / "tests" / "data" / "topics" / "sentences.toml"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something said in a webinar."""

    text: str
    language: str
    right: frozenset[str]

    def found(self) -> frozenset[str]:
        """Give what the rules make of it."""
        return frozenset(span.topic for span in finder().find([self.text], self.language))


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of what was found is right, and how much of what is right was found."""

    found: int
    right_found: int
    right: int

    @property
    def precision(self) -> float:
        """Give the share of what was found that is right."""
        return self.right_found / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Give the share of what is right that was found."""
        return self.right_found / self.right if self.right else 1.0


def sentences() -> tuple[Sentence, ...]:
    """Read the list."""
    listed = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["sentence"]
    return tuple(
        Sentence(entry[language], language, frozenset(entry["topics"]))
        for entry in listed
        for language in ("de", "en")
        if language in entry
    )


def measured(listed: Sequence[Sentence], *, topic: str | None = None) -> Figures:
    """Count over the sentences, for one topic or for all."""
    wanted = frozenset(topics()) if topic is None else frozenset({topic})
    found = [(sentence.found() & wanted, sentence.right & wanted) for sentence in listed]
    return Figures(
        found=sum(len(given) for given, _ in found),
        right_found=sum(len(given & right) for given, right in found),
        right=sum(len(right) for _, right in found),
    )


def main() -> None:
    """Print the figures and every fault."""
    listed = sentences()
    print(f"{len(listed)} sentences\n\n{'topic':32}precision  recall  sentences")
    for topic in (*topics(), None):
        figures = measured(listed, topic=topic)
        print(f"{topic or 'ALL':32}{figures.precision:9.3f}{figures.recall:8.3f}{figures.right:11}")
    for sentence in listed:
        missed, wrong = sentence.right - sentence.found(), sentence.found() - sentence.right
        if missed or wrong:
            print(f"\n{sentence.text}\n  missed: {sorted(missed)}  wrong: {sorted(wrong)}")


if __name__ == "__main__":
    main()
