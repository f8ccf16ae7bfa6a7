"""What was said, what is asked, and whether the one finds the other: judged by the real search of a real index.

All that was said stands in one index, so every row is also a test that nothing of the other rows disturbs it.
"""

import pytest

from tests.support.search_library import Library, recording

GERMAN = [
    # spelling
    ("die Rückkehr nach Hause", "rueckkehr", True),
    ("die Rückkehr nach Hause", "RUECKKEHR", True),
    ("die Rückkehr nach Hause", "ruckkehr", True),
    ("die Ru\u0308ckkehr zerlegt", "Rückkehr zerlegt", True),
    ("die Rück\u00adkehr getrennt", "rückkehr getrennt", True),
    ("in der Straße am Markt", "Strasse", True),
    ("in der STRASSE am Tor", "straße tor", True),
    ("Frauen bauen neue Quellen", "Frauen neue Quelle", True),
    ("Frauen bauen neue Quellen", "fraun", False),
    ("das Café in Diyarbakır", "cafe diyarbakir", True),
    ("nach İzmir gefahren", "izmir", True),
    ("nach İzmir gefahren", "IZMIR", True),
    ("Herr Đorđević spricht", "dordevic", True),
    ("die Côte d'Ivoire", "cote d'ivoire", True),
    ("in Şanlıurfa und Niš", "sanliurfa nis", True),
    # hyphens
    ("per E-Mail schreiben", "email", True),
    ("per E-Mail schreiben", "E-Mail", True),
    ("per E-Mail schreiben", "mail", True),
    ("eine Email bekommen", "e-mail bekommen", True),
    ("unsere Rückkehr-Beratung hilft", "rückkehrberatung", True),
    ("unsere Rückkehr-Beratung hilft", "beratung", True),
    ("unsere Rückkehrberatung wirkt", "Rückkehr-Beratung wirkt", True),
    ("unsere Rückkehrberatung wirkt", "Rückkehr Beratung wirkt", True),
    ("die Roma-Familien im Dorf", "familie dorf", True),
    ("in Baden-Württemberg leben", "badenwürttemberg", True),
    ("in Baden Württemberg wohnen", "baden-württemberg wohnen", True),
    ("Beratungs- und Betreuungsangebote", "beratung betreuung", True),
    ("Rückkehr\u2010Hilfe vor Ort", "rückkehrhilfe", True),
    # apostrophes
    ("wie geht's Ihnen", "gehts", True),
    ("wie geht's Ihnen", "geht's", True),
    ("wie geht’s heute", "geht's heute", True),
    ("Frau O'Neill berät", "oneill", True),
    ("Frau O'Neill berät", "o'neill", True),
    ("Frau O'Neill berät", "neill", True),
    # numbers
    ("es gibt 2.000 Euro", "2000 euro", True),
    ("es gibt 2.000 Euro", "2.000", True),
    ("es gibt 2.000 Euro", "2'000", True),
    ("es gibt 2.000 Euro", "2 000 euro", True),
    ("es gibt 2.000 Euro", "200", False),
    ("es gibt 3 000 Lari", "3000 lari", True),
    ("genau 1.200,50 Lari", "1200,50", True),
    ("genau 1.200,50 Lari", "1.200,50", True),
    ("genau 1.200,50 Lari", "1200", True),
    ("12.000 Ausreisen im Jahr", "12000", True),
    ("nach § 60 Absatz 7", "§ 60", True),
    ("nach § 60 Absatz 7", "§60", True),
    ("nach § 60 Absatz 7", "paragraf 60", True),
    ("nach § 60 Absatz 7", "Paragraph 60 Absatz", True),
    ("nach § 60 Absatz 7", "60a", False),
    ("60 Personen im Saal", "§ 60 saal", False),
    ("die Duldung nach § 60a", "60a", True),
    ("fast 40 % davon", "40 Prozent", True),
    ("fast 40 % davon", "40%", True),
    ("etwa 70 Prozent sagen", "70 %", True),
    ("kostet 15 € am Tag", "15 euro", True),
    ("kostet 25 Euro am Tag", "25 €", True),
    # abbreviations
    ("z. B. in Kassel", "z.B. kassel", True),
    ("z. B. in Kassel", "zB kassel", True),
    ("z.B. in Fulda", "z. B. fulda", True),
    ("d. h. wir warten", "d.h. warten", True),
    ("ein Verein e. V. in Ulm", "e.V. ulm", True),
    ("ein Verein e. V. in Ulm", "eV ulm", True),
    ("das Programm REAG/GARP läuft", "reag", True),
    ("das Programm REAG/GARP läuft", "GARP", True),
    ("das Programm REAG/GARP läuft", "REAG/GARP", True),
    ("das Programm REAG/GARP läuft", "reag garp", True),
    ("mit StarthilfePlus gefördert", "starthilfeplus", True),
    ("mit StarthilfePlus gefördert", "Starthilfe Plus", True),
    ("mit StarthilfePlus gefördert", "starthilfe gefördert", True),
    ("mit Starthilfe Plus bezahlt", "StarthilfePlus bezahlt", True),
    ("die IOM bucht", "iom", True),
    # addresses
    ("schreiben Sie an info@bamf.de bitte", "info@bamf.de", True),
    ("schreiben Sie an info@bamf.de bitte", "bamf", True),
    ("auf www.rueckkehr-info.example/beratung steht", "www.rueckkehr-info.example", True),
    ("auf www.rueckkehr-info.example/beratung steht", "https://www.rueckkehr-info.example/beratung", True),
    ("auf www.rueckkehr-info.example/beratung steht", "rückkehr steht", True),
    # times and dates
    ("um 12:30 Uhr beginnt es", "12:30", True),
    ("um 12:30 Uhr beginnt es", "12:45", False),
    ("um 09:15 Uhr öffnet es", "9:15", True),
    ("am 06.12.2023 im Haus", "06.12.2023", True),
    ("am 06.12.2023 im Haus", "6.12.2023", True),
    ("am 06.12.2023 im Haus", "7.12.2023", False),
    # forms and persons
    ("zwei Beratungen am Tag", "beratung", True),
    ("die Beraterinnen im Norden", "berater norden", True),
    ("der Berater im Süden", "Beraterin süden", True),
    ("alle Berater:innen im Osten", "Beraterinnen osten", True),
    ("alle Berater:innen im Osten", "berater osten", True),
    ("alle Berater*innen im Westen", "Beraterin westen", True),
    ("die Zeugnisse übersetzen", "zeugnis", True),
    ("drei Ärzte und eine Ärztin", "arzt", True),
    ("eine Schale Reis essen", "reise", False),
    ("die Reisen enden hier", "reis", False),
    # compounds
    ("eine Krankenversicherung haben", "versicherung", True),
    ("eine Krankenversicherung haben", "Kranken Versicherung", True),
    ("die Versicherung für Kranke zahlt", "krankenversicherung zahlt", True),
    ("die Rückkehrberatungsstellen öffnen", "Beratungsstelle öffnen", True),
    ("die Rückkehrberatungsstellen öffnen", "rückkehr", True),
    ("Beratung zur freiwilligen Rückkehr gibt es", "rückkehrberatung freiwilligen", True),
    ("die Begründung fehlt", "gründung", False),
    ("insgesamt drei Personen", "amt", False),
    ("das Jugendamt stimmt zu", "amt", True),
    ("wurde so vereinbart", "verein", False),
    ("vielleicht ändert es sich", "leicht", False),
    ("am Donnerstag um acht", "tag", False),
    ("ausreisepflichtige Personen", "ausreise", True),
    ("Schulbücher kaufen", "schule", True),
    ("Hilfsmittel beantragen", "hilfsmittel", True),
    ("Hilfsangebote nutzen", "hilfe", True),
]
GERMAN += [
    # forms of verbs, and who does what
    ("wer Geld hat, zahlt selbst", "zahlen selbst", True),
    ("das haben wir gerechnet", "rechnen", True),
    ("sobald jemand heimkehrt", "heimkehren", True),
    ("er hat sich dort angemeldet", "anmelden", True),
    ("um sich abzumelden", "abmelden", True),
    ("der Hafen von Poti", "haft", False),
    ("die Heimkehrerinnen aus Linz", "Heimkehr", True),
    ("die Heimkehr nach Wels", "Heimkehrer wels", False),
]
OTHERS = [
    ("en", "Iraq's refugees don't stay", "iraq", True),
    ("en", "Iraq's refugees don't stay", "dont stay", True),
    ("en", "they were returning home", "returned", True),
    ("en", "the passport control", "port", False),
    ("en", "healthcare is free", "health", False),
    ("en", "a startup for counselling", "counsel", True),
    ("en", "about 40 % of them", "40 percent", True),
    ("en", "2,000 euros for adults", "2000 euro adults", True),
    ("en", "O'Brien said it's fine", "obrien", True),
    ("tr", "İstanbul'da dönüş danışmanlığı", "istanbul", True),
    ("tr", "IRAK'tan gelen kişiler", "ırak", True),
    ("tr", "IRAK'tan gelen kişiler", "irak", True),
    ("sr", "повратак у Београд", "povratak", True),
    ("sr", "povratak u Novi Sad", "повратак sad", True),
    ("sr", "savetovanje za povratnike", "саветовање", True),
    ("ar", "العودة الطوعية إلى العراق", "الي العراق", True),
    ("ar", "مُسَاعَدَة مالية", "مساعدة", True),
    ("ar", "مســاعدة قانونية", "مساعدة قانونية", True),
    ("ar", "بمبلغ ٢٠٠٠ يورو", "2000", True),
    ("ka", "ნებაყოფლობითი დაბრუნება", "დაბრუნება", True),
    ("ru", "добровольное возвращение", "возвращения", True),
]
SAID = list(dict.fromkeys([*(("de", said) for said, _, _ in GERMAN), *((row[0], row[1]) for row in OTHERS)]))
CASES = [*(("de", *row) for row in GERMAN), *OTHERS]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(
        tmp_path_factory.mktemp("index"),
        *(recording(number, said, language=language, title="") for number, (language, said) in enumerate(SAID)),
    )


@pytest.mark.parametrize(("language", "said", "asked", "is_found"), CASES)
def test_who_asks_so_finds_what_was_said_so(library, language, said, asked, is_found):
    found = SAID.index((language, said)) in library.found(asked)

    assert found is is_found
