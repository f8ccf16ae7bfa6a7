/* Sorts files that were dropped together: which are recordings, and what goes with which of them. Pure. */

const CAPTION_NAMES = /\.(vtt|srt|ttml|dfxp|ass|ssa|sbv|lrc|txt|csv)$/i;
const DOCUMENT_NAMES = /\.pdf$/i;

/** Gives each recording with its companions, and the files that go with none. */
export function sorted(files) {
  const films = files.filter((file) => !purposeOf(file));
  const groups = films.map((film) => ({ film, companions: [] }));
  const alone = [];
  for (const file of files.filter(purposeOf)) {
    const group = groups.length === 1 ? groups[0] : closest(groups, stemOf(file.name));
    if (group) group.companions.push(file);
    else alone.push(file);
  }
  return { groups, alone };
}

/** Gives the one file that is to take the place of a recording's; the others go with nothing. */
export function onlyFilm(files) {
  const film = files.find((file) => !purposeOf(file));
  return { groups: film ? [{ film, companions: [] }] : [], alone: files.filter((file) => file !== film) };
}

/** What a file is sent as; nothing for a recording. */
export function purposeOf(file) {
  if (CAPTION_NAMES.test(file.name)) return "captions";
  return DOCUMENT_NAMES.test(file.name) ? "document" : null;
}

/* "talk.de.vtt" goes with "talk.mp4", "GMT_Recording.transcript.vtt" with "GMT_Recording_1280x720.mp4" */
function closest(groups, stem) {
  const fits = groups.filter(({ film }) => {
    const other = stemOf(film.name);
    return begins(stem, other) || begins(other, stem.split(".")[0]);
  });
  return fits.sort((one, two) => two.film.name.length - one.film.name.length)[0];
}

function begins(long, short) {
  return short !== "" && long.startsWith(short) && !/^[\p{L}\p{N}]/u.test(long.slice(short.length));
}

function stemOf(name) {
  return name.replace(/\.[^.]+$/, "").toLowerCase();
}
