"""Settings: casts that say what is wrong, and the way to the children of a process and back."""

import pytest

from archive.errors import SettingError
from archive.settings import PREFIX, SETTINGS, Settings


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
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_setting(name, value):
    with pytest.raises(SettingError) as refused:
        read(**{name: value})

    assert refused.value.name == PREFIX + name
    assert refused.value.advice


def test_no_secret_stands_in_what_programs_write_about_the_settings():
    secrets = {setting.name for setting in SETTINGS if setting.is_secret}
    settings = read(**dict.fromkeys(secrets, "hunter2"))

    assert secrets == {"SMTP_PASSWORD", "OIDC_CLIENT_SECRET"}
    assert "hunter2" not in repr(settings)
