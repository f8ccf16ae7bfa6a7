"""From the entries that an address lists to drafts and ingest jobs, all in one transaction.

Done twice it changes nothing: an entry whose address is known is passed over and named in the result.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording, Source
from archive.details.drafts import draft_recording
from archive.errors import AlreadyArchivedError
from archive.intake.taking_in import enqueue_ingest
from archive.intake.watching import is_watched, note_listing
from archive.jobs.claims import Claim
from archive.jobs.queue import CHOOSE
from archive.publication.rights import rights_from
from ingest.addresses import address_key
from ingest.details import Details, extract
from ingest.entries import Entry
from ingest.notes import from_plain, to_plain
from ingest.sources import AddressSource, GivenDetails
from ingest.ytdlp_answers import MOST_ENTRIES


@dataclass(frozen=True, slots=True)
class Known:
    """A recording that was here before."""

    recording_id: int
    title: str


@dataclass(slots=True)
class Discovered:
    """What became of the entries of an address."""

    job_ids: list[str] = field(default_factory=list)
    recording_ids: list[int] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)

    def to_plain(self) -> dict[str, object]:
        """Give the result of the job, for its page."""
        known = [{"recording_id": row.recording_id, "title": row.title} for row in self.known]
        return {"jobs": self.job_ids, "recordings": self.recording_ids, "known": known}


def discovered(services: Services, session: Session, claim: Claim, entries: tuple[Entry, ...]) -> Discovered:
    """Make a draft, a source and an ingest job for each entry that is not here yet.

    Raises:
        AlreadyArchivedError: the address is that of one recording, which is here, and nobody watches it.
    """
    given = given_from(claim.arguments.get("given"))
    if given is not None and len(entries) > 1:
        given = replace(given, title=None)  # one title cannot be that of them all
    found = Discovered()
    is_choice = claim.arguments.get(CHOOSE) is True  # a person saw the whole list, and named what they want of it
    is_watch = not is_choice and is_watched(session, claim.arguments.get("source_id"))
    for entry in entries:
        key = address_key(entry.address)
        known = session.scalar(select(Source).where(Source.address_key == key))
        if known is not None:
            recording = None if known.recording_id is None else session.get(Recording, known.recording_id)
            if recording is not None:
                found.known.append(Known(recording.id, recording.title))
                continue
            if is_watch:  # somebody discarded its draft, and would not thank us for it every day
                continue
            session.delete(known)
            session.flush()
        _take(services, session, claim, entry, key=key, given=given, found=found)
    if is_watch:
        keys = {address_key(entry.address) for entry in entries}
        page_id = int(str(claim.arguments["source_id"]))
        note_listing(services, session, page_id, keys=keys, is_whole=len(entries) < MOST_ENTRIES)
    elif len(entries) == 1 and found.known:
        raise AlreadyArchivedError(found.known[0].recording_id, found.known[0].title)
    return found


def details_of(services: Services, entry: Entry, *, given: GivenDetails | None) -> Details:
    """Draw out what can be told of a recording before it is fetched."""
    return extract(
        entry=entry,
        file_name=_last_part(entry.address),
        info=None,
        given=given,
        country_names=services.i18n.country_names(),
    )


def only_known(session: Session, entries: tuple[Entry, ...]) -> Recording | None:
    """Give the recording that the only entry of an address is already."""
    if len(entries) != 1:
        return None
    key = address_key(entries[0].address)
    return session.scalar(select(Recording).join(Source).where(Source.address_key == key))


def address_source(source: Source) -> AddressSource:
    """Make the source of an ingest again from its row."""
    return AddressSource(address=source.address or "", given=given_from(source.payload.get("given")))


def entry_from(source: Source) -> Entry | None:
    """Give what the listing knew about a recording."""
    plain = source.payload.get("entry")
    return None if plain is None else from_plain(Entry, plain)


def given_from(plain: object) -> GivenDetails | None:
    """Read given details from JSON."""
    return None if plain is None else from_plain(GivenDetails, plain)


def _take(
    services: Services,
    session: Session,
    claim: Claim,
    entry: Entry,
    *,
    key: str,
    given: GivenDetails | None,
    found: Discovered,
) -> None:
    now = services.clock()
    details = details_of(services, entry, given=given)
    is_demonstration = claim.arguments.get("is_demonstration") is True
    recording = draft_recording(session, details, now=now, is_demonstration=is_demonstration)
    page_id = claim.arguments.get("source_id")
    page = session.get(Source, page_id) if isinstance(page_id, int) else None
    source = Source(
        kind="address",
        parent_id=None if page is None else page.id,
        recording_id=recording.id,
        address=entry.address,
        address_key=key,
        payload={"entry": to_plain(entry), "given": None if given is None else to_plain(given)},
        created_at=now,
    )
    session.add(source)
    session.flush()
    job = enqueue_ingest(
        services,
        session,
        recording,
        source,
        publish=rights_from(claim.arguments.get("publish")),
        account_id=claim.account_id,
        parent_id=claim.job_id,
    )
    found.job_ids.append(job.id)
    found.recording_ids.append(recording.id)


def _last_part(address: str) -> str:
    parts = urlsplit(address)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc
