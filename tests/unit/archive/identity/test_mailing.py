"""Mail through a real server on loopback: encryption that is never given up, and failures that say why."""

import gettext

import pytest

from archive.errors import MailError
from archive.identity import mailing
from archive.identity.mailing import Mail
from archive.wording import explain
from tests.support.archives import settings_for
from tests.support.mail_server import PASSWORD, USER, certificate, mail_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd warns of what is tested here

INVITATION = Mail("max@office.example", "Ihr Konto bei der Mediathek — für Sie", "Guten Tag,\n\nhttps://m.example/ä\n")


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def settings(tmp_path):
    def given(postbox, **changes):
        plain = {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_security": "none"}
        return settings_for(tmp_path, **{**plain, **changes})

    return given


def reason_of(settings):
    with pytest.raises(MailError) as failed:
        mailing.send(settings, INVITATION)
    return failed.value.reason


def test_a_mail_arrives_whole_with_sender_subject_and_text(settings):
    with mail_server() as postbox:
        mailing.send(settings(postbox, public_url="https://mediathek.example"), INVITATION)

    (mail,) = postbox.mails
    assert mail["to"] == "max@office.example"
    assert mail["from"].addresses[0].addr_spec == "mitschnitt@mediathek.example"
    assert mail["from"].addresses[0].display_name == "OFR Mediathek"
    assert mail["subject"] == INVITATION.subject
    assert mail.get_content().replace("\r\n", "\n") == INVITATION.text
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["date"]
    assert mail["message-id"].endswith("@mediathek.example>")


def test_the_sender_can_be_set(settings):
    with mail_server() as postbox:
        mailing.send(settings(postbox, smtp_from="archive@office.example"), INVITATION)

    assert postbox.mails[0]["from"].addresses[0].addr_spec == "archive@office.example"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_out_encrypted_with_name_and_password(settings, trusted, monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.path))
    server = {"starttls": trusted.context()} if security == "starttls" else {"tls": trusted.context()}

    with mail_server(**server, asks_for_password=True) as postbox:
        known = {"smtp_security": security, "smtp_user": USER, "smtp_password": PASSWORD}
        mailing.send(settings(postbox, **known), INVITATION)

    assert len(postbox.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_with_a_certificate_nobody_vouches_for_gets_nothing(settings, trusted, security):
    server = {"starttls": trusted.context()} if security == "starttls" else {"tls": trusted.context()}

    with mail_server(**server) as postbox:
        assert reason_of(settings(postbox, smtp_security=security)) == "certificate"
    assert postbox.mails == []


def test_without_the_encryption_that_was_asked_for_nothing_is_sent(settings):
    with mail_server() as postbox:
        assert reason_of(settings(postbox, smtp_security="starttls")) == "no-encryption"
    assert postbox.mails == []


def test_every_refusal_has_its_reason(settings):
    with mail_server(asks_for_password=True) as postbox:
        wrong = settings(postbox, smtp_user=USER, smtp_password="wrong")
        assert reason_of(wrong) == "sign-in-refused"
    with mail_server() as postbox:
        postbox.unknown = frozenset({INVITATION.to})
        assert reason_of(settings(postbox)) == "recipient-refused"
        postbox.unknown, postbox.refuses_all = frozenset(), True
        assert reason_of(settings(postbox)) == "refused"
        gone = settings(postbox)
    assert reason_of(gone) == "unreachable"


def test_no_password_stands_in_what_is_said_about_a_failure(settings):
    with mail_server(asks_for_password=True) as postbox, pytest.raises(MailError) as failed:
        mailing.send(settings(postbox, smtp_user=USER, smtp_password="a-secret"), INVITATION)

    said = explain(failed.value.code, failed.value.details(), gettext.NullTranslations())
    assert "a-secret" not in f"{failed.value} {said}"
    assert "127.0.0.1" in said.what
