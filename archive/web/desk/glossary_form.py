"""The form of a group of the glossary: what a person typed, kept as it was typed, and what is compared of it."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue.glossary import GlossaryGroup
from archive.finding.glossary_editing import TermEdit
from archive.web.asking import number_of
from archive.web.desk.merging import marks
from archive.web.staff import text_of

MOST_ROWS = 70


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A group as it stands in the form."""

    rows: tuple[TermEdit, ...] = ()
    is_enabled: bool = True
    made_from: str = ""

    @property
    def written(self) -> str:
        """Give all of it as one text, by which two states of it are compared."""
        lines = (f"{row.text}|{row.language}|{row.is_narrower}|{row.is_enabled}" for row in self.rows if row.text)
        return "\n".join([str(self.is_enabled), *lines])


def form_of(group: GlossaryGroup | None) -> GroupForm:
    """Fill the form with what is saved, marked so that a later edit by somebody else is noticed."""
    terms = group.terms if group else []
    rows = tuple(TermEdit(row.id, row.text, row.language, row.is_narrower, row.is_enabled) for row in terms)
    saved = GroupForm(rows, group.is_enabled if group else True)
    return GroupForm(saved.rows, saved.is_enabled, marks({"group": saved.written}))


def typed_group(form: FormData) -> GroupForm:
    """Read the form as it was typed."""
    rows = []
    for number in range(MOST_ROWS):
        if f"text-{number}" not in form:
            break
        rows.append(
            TermEdit(
                term_id=number_of(text_of(form, f"id-{number}")),
                text=text_of(form, f"text-{number}"),
                language=text_of(form, f"language-{number}"),
                is_narrower=text_of(form, f"narrower-{number}") == "yes",
                is_enabled=text_of(form, f"on-{number}") == "yes",
            )
        )
    return GroupForm(tuple(rows), text_of(form, "enabled") == "yes", text_of(form, "made_from"))
