import pytest

from search.compounds import Splitter
from search.lexicon import german

SHIPPED = Splitter({})
EVERYDAY = [
    "brenn|holz", "zoll|bestimmungen", "bank|schalter", "haushalts|geräte", "wasch|maschine", "kühl|schrank",
    "haus|tür", "tür|schloss", "keller|fenster", "heiz|kosten", "strom|zähler", "trink|wasser|leitung",
    "kinder|wagen", "kopf|schmerzen", "blutdruck|messung", "lungen|entzündung", "knochen|bruch", "augen|untersuchung",
    "schmerz|tabletten", "selbst|hilfe|gruppe", "tier|arzt|praxis", "milch|kühe", "hühner|stall", "obst|bäume",
    "weizen|ernte", "gemüse|garten", "bewässerungs|anlage", "mittags|pause", "kurz|arbeiter|geld", "handwerks|kammer",
    "bau|arbeiter", "liefer|kette", "ketten|duldung", "untersuchungs|haft", "zeugen|aussage",
    "schadens|ersatz|anspruch", "gerichts|verhandlung", "minderheiten|schutz", "bürger|kriegs|flüchtling",
    "grundschul|lehrerin", "wörter|buch", "hausaufgaben|hilfe", "ferien|beginn", "hochzeits|feier", "winter|kleidung",
    "zelt|lager", "nacht|zug", "schul|weg", "nah|verkehr", "autobahn|brücke", "daten|schutz|erklärung",
    "internet|verbindung", "wechsel|kurs", "währungs|reform", "renten|beiträge", "öffnungs|zeiten",
    "überweisungs|beleg", "familien|stand", "lebens|mittelpunkt", "material|erhaltung", "führungs|zeugnis",
    "familien|mitglieder", "ausnahme|tatbestände", "handlungs|bedarf", "aufenthalts|ort",
]  # fmt: skip
"""Everyday compounds with their parts, as they stand in the word."""
ONLY_LOOK_LIKE_COMPOUNDS = [
    "notfalls", "Darmstadt",
    "ebenfalls", "zugreifen", "zuzugreifen", "auszugleichen", "vereinzelt", "halbwegs", "vollstrecken", "gewaltsam",
    "standhaft", "schmerzhaft", "vorteilhaft", "thematisch", "traumatisch", "praktisch", "politische", "verwenden",
    "entscheiden", "gefunden", "erheblich", "natürlich", "Temperatur", "Reparatur", "Agenturen", "Kontrolle",
    "Interessen", "Bedürfnisse", "Generation", "Integration", "Operation", "Nahrung", "Wanderung", "Wachstum",
    "Bewegung", "Erziehung", "Entwicklung", "Überraschung", "Urlaub", "Erfahrung", "Vertrag", "Rathaus", "Friedhof",
    "Bahnhöfe", "Netzwerkes", "Grundsätzen", "Höhepunkt", "Buchhaltung", "Diebstahls", "Werkzeuge", "Fahrzeuge",
    "Wasserstoff", "Lebensläufe", "Ehrenamt", "Großeltern", "Frühstück", "Abendessen", "Schicksale", "Merkmale",
    "Fragesteller", "Schriftsteller", "Antragsteller", "Zeitalter", "Österreich", "Gehälter", "Beweise", "Urkunden",
    "Sekunden", "Ministern", "gestorben", "sparsam", "Vollendung", "Akademikern", "Touristen", "Spezialisten",
    "Passwörter", "Bürgermeisters", "Krankenschwestern",
]  # fmt: skip


def parts(word, splitter=SHIPPED):
    return "|".join(part.written for part in splitter.split(word)) or "-"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Rückkehrberatung", "rückkehr|beratung"),
        ("rueckkehrberatung", "rueckkehr|beratung"),
        ("RÜCKKEHRBERATUNG", "rückkehr|beratung"),
        ("Rückkehrberatungsstelle", "rückkehr|beratungs|stelle"),
        ("Rückkehrberatungsstellen", "rückkehr|beratungs|stellen"),
        ("Krankenversicherungskarte", "kranken|versicherungs|karte"),
        ("Schulbuch", "schul|buch"),
        ("Hilfsangebote", "hilfs|angebote"),
        ("Kinderbetreuung", "kinder|betreuung"),
        ("Landesamt", "landes|amt"),
        ("Jahresbericht", "jahres|bericht"),
        ("Familienzusammenführung", "familien|zusammenführung"),
        ("Impfausweis", "impf|ausweis"),
        ("Notunterkunft", "not|unterkunft"),
        ("Zweizimmerwohnung", "zwei|zimmer|wohnung"),
        ("Aufenthaltstitels", "aufenthalts|titels"),
        ("Wiedereinreise", "wieder|einreise"),
        ("ausreisepflichtig", "ausreise|pflichtig"),
        ("Reisefähigkeitsbescheinigung", "reise|fähigkeits|bescheinigung"),
        ("Grenzübertrittsbescheinigung", "grenz|übertritts|bescheinigung"),
    ],
)
def test_compounds_of_the_field_are_split_before_any_word_was_counted(word, expected):
    assert parts(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "insgesamt", "vielleicht", "vereinbart", "Vereinbarung", "Begründung", "Rückkehr", "Beratung", "Versicherung",
        "Gesundheit", "Freundschaft", "Wohnung", "erreichbar", "Deutschland", "Donnerstag", "Teilnehmer", "Ausländer",
        "Studierende", "Amt", "Reise", "a" * 60, "2023", "x", "", "REAG", "dauerhaft", "kostenlos",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert parts(word) == "-"


@pytest.mark.parametrize("expected", EVERYDAY)
def test_everyday_compounds_are_split_before_any_word_was_counted(expected):
    assert parts(expected.replace("|", "").title()) == expected


@pytest.mark.parametrize("word", ONLY_LOOK_LIKE_COMPOUNDS)
def test_no_everyday_noun_is_cut_out_of_a_word_it_does_not_make(word):
    assert parts(word) == "-"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Hauptbahnhof", "haupt|bahnhof"),
        ("Handwerksmeister", "handwerks|meister"),
        ("Schwerpunktthema", "schwerpunkt|thema"),
        ("Atomkraftwerke", "atom|kraftwerke"),
    ],
)
def test_a_word_that_stays_whole_does_so_within_another_however_frequent_its_pieces_are(word, expected):
    archive = Splitter(dict.fromkeys(("hof", "bahn", "hand", "werk", "werks", "punkt", "schwer", "kraft"), 5_000))

    assert parts(word, archive) == expected


def test_the_words_of_the_archive_split_what_no_list_knows():
    archive = Splitter({"hummelei": 40, "hummel": 30, "bremse": 25, "lama": 60, "nest": 30, "eleganz": 90})

    assert parts("Hummelnest", SHIPPED) == "-"
    assert parts("Hummelnest", archive) == "hummel|nest"
    assert parts("Lamaeleganz", archive) == "lama|eleganz"  # ae at the seam is no umlaut


def test_a_word_seen_much_more_often_than_its_parts_is_a_word_of_its_own():
    assert parts("Hummelnest", Splitter({"hummel": 5, "nest": 5})) == "hummel|nest"
    assert parts("Hummelnest", Splitter({"hummel": 5, "nest": 5, "hummelnest": 500})) == "-"


def test_a_word_that_is_seen_and_is_no_noun_is_split_only_before_an_adjective_of_the_list():
    archive = Splitter({"verein": 80, "bart": 40, "haltbart": 9, "vereinbart": 0, "hilfebedurftig": 0})

    assert parts("vereinbart", archive) == "-"
    assert parts("hilfebedürftig", archive) == "hilfe|bedürftig"


def test_short_parts_come_from_the_list_only():
    archive = Splitter({"kur": 90, "ort": 90, "abend": 90})

    assert parts("Kurabend", archive) == "-"
    assert parts("Ortsbesuch", archive) == "orts|besuch"


def test_the_shipped_words_are_of_the_size_meant_and_do_not_contradict_each_other():
    told = german()

    assert 4_000 <= len(told.nouns) <= 6_000
    assert told.fronts.keys().isdisjoint(told.ends)
    assert told.splits.keys().isdisjoint(told.wholes)
    assert all(len(word) >= 3 for word in told.nouns)
