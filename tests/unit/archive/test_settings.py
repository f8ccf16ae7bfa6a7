"""Settings: casts that say what is wrong, and the way to the children of a process and back."""

import pytest

from archive.catalogue.places import place_names
from archive.errors import SettingError
from archive.i18n import I18n
from archive.settings import PREFIX, SETTINGS, Settings
from archive.wording import explain


def read(**values):
    return Settings.from_environ({PREFIX + name: value for name, value in values.items()})


def test_a_child_process_reads_the_same_settings_again():
    settings = read(ADMIN_TOTP="yes", OIDC_ROLES="Die Chefs=admin, editors=editor", OIDC_DOMAINS="a.example b.example")

    assert Settings.from_environ(settings.as_environ()) == settings
    assert settings.oidc_roles == ("Die Chefs=admin", "editors=editor")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMIN_TOTP", "perhaps"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_PORT", "-1"),
        ("OIDC_ISSUER", "login.example"),
        ("OIDC_ROLES", "editors"),
        ("OIDC_ROLES", "editors=owner"),
        ("PORT", "99999"),
        ("PORT", "http"),
        ("PUBLIC_URL", "https://two words.example"),
        ("PUBLIC_URL", "https://mediathek.example/here"),
        ("DATABASE", "catalogue.sqlite"),
        ("DATABASE", "oracle+nobody://office"),
        ("TIME_ZONE", ""),
        ("TIME_ZONE", "/etc/localtime"),
        ("TIME_ZONE", "Europe"),
        ("WATCH_HOURS", "1e9"),
        ("UPLOAD_DAYS", "999999"),
        ("FETCH_TIMEOUT_SECONDS", "never"),
        ("MAX_MEDIA_BYTES", "20G"),
        ("EMBED_HOSTS", "';"),
        ("DATTA", "x"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_setting_and_in_german_what_is_to_be_there(name, value):
    with pytest.raises(SettingError) as refused:
        read(**{name: value})

    assert refused.value.name == PREFIX + name
    german = I18n(place_names()).translations("de")
    assert german.gettext(refused.value.advice) != refused.value.advice
    assert german.gettext(refused.value.advice) in explain(refused.value.code, refused.value.details(), german).what


def test_the_password_in_an_address_that_cannot_be_used_is_not_said():
    with pytest.raises(SettingError) as refused:
        read(DATABASE="mysql+nobody://office:hunter2@database/catalogue")

    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in str(refused.value.details())


def test_who_names_only_a_port_is_reached_there():
    assert read(PORT="9000").public_url == "http://127.0.0.1:9000"
    assert read(PORT="9000", PUBLIC_URL="https://mediathek.example").public_url == "https://mediathek.example"


def test_no_secret_stands_in_what_programs_write_about_the_settings():
    secrets = {setting.name for setting in SETTINGS if setting.is_secret}
    settings = read(**dict.fromkeys(secrets, "hunter2"))

    assert secrets == {"SMTP_PASSWORD", "OIDC_CLIENT_SECRET"}
    assert "hunter2" not in repr(settings)
