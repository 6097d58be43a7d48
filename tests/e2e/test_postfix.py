"""Debian's Postfix, which asks Dovecot, which asks Martlet; both as docs/legacy/dovecot-postfix.md has them.

With the defaults on a token sends mail and a password does not, and Martlet's log says what was tried. A213, T12, T13.
"""

import smtplib
import subprocess

import pytest

from harness import mail_servers
from harness.legacy import WRONG, dovecot, logged, passwords_allowed, recipe
from harness.postfix import Postfix
from harness.web_servers import found
from test_web_servers import access_token

pytestmark = pytest.mark.skipif(not mail_servers.is_root(), reason="the master processes of both are root's")

# Where the mail programs of these tests are, so that the log cannot have the address of a server.
PROGRAM = "127.0.0.5"
RELAYED = "harbour-master@elsewhere.example"


@pytest.fixture
def submission(trusting, tmp_path):
    """Postfix with submission, before Dovecot."""
    made = recipe("dovecot-postfix.md", trusting, tmp_path)
    made.installed("install-postfix")
    postfix = Postfix(trusting.organization.domain)
    chain, key = trusting.authority.server_certificate()
    made.replacements |= {
        "/var/spool/postfix": str(postfix.queue), "/etc/ssl/mail.pem": str(chain),
        "/etc/ssl/private/mail.key": str(key), "submission/inet": f"127.0.0.1:{postfix.port}/inet",
        "submission inet": f"127.0.0.1:{postfix.port} inet",
    }
    # Root already, and with the configuration of the tests.
    (made.folder / "bin" / "sudo").symlink_to(found("env"))
    made.environment |= {"MAIL_CONFIG": str(postfix.configuration)}
    made.environment["PATH"] += ":/usr/sbin"
    made.sh("submission")
    postfix.prepare()
    with dovecot(made, "99-postfix.conf"), postfix:
        assert set(made.blocks) - made.used <= {"enable", "enable-postfix"}, "a block of the recipe was not tried"
        yield postfix


def xoauth2(name, token):
    return lambda challenge=None: f"user={name}\1auth=Bearer {token}\1\1" if challenge is None else ""


def oauthbearer(name, token):
    text = f"n,a={name},\1host=localhost\1port=587\1auth=Bearer {token}\1\1"
    # What ends the conversation after the server has said why (RFC 7628 section 3.2.3).
    return lambda challenge=None: text if challenge is None else "\1"


def bring(postfix, authority, mechanism, proof, sender, to=RELAYED):
    """Shows a token and sends a message to somebody elsewhere; `sent`, or what the server objected to."""
    client = postfix.client(authority, PROGRAM)
    try:
        client.auth(mechanism, proof)
        client.sendmail(sender, [to], "Subject: High water\r\n\r\n06:12\r\n")
        return "sent"
    except smtplib.SMTPRecipientsRefused as error:
        return str(next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        return f"{error.smtp_code} {error.smtp_error}"
    finally:
        client.close()


def swaks(postfix, name, password):
    """The whole way of a message with a password; the server's answer where it ends."""
    done = subprocess.run(
        [
            found("swaks"), "--server", "127.0.0.1", "--port", str(postfix.port), "--local-interface", PROGRAM, "--tls",
            "--auth", "PLAIN", "--auth-user", name, "--auth-password", password, "--from", name, "--to", RELAYED,
            "--timeout", "20",
        ],
        capture_output=True, text=True, timeout=60, check=False,
    )
    refused = [line for line in done.stdout.splitlines() if line.startswith("<~*")]
    return "sent" if done.returncode == 0 else "\n".join(refused) or done.stdout + done.stderr


def test_a_token_sends_mail_under_the_defaults(trusting, submission):
    person, other = trusting.person(), trusting.person(totp=False)
    token = access_token(trusting, person)
    for mechanism, proof in (("XOAUTH2", xoauth2), ("OAUTHBEARER", oauthbearer)):

        def brought(name=person.upn, shown=token, sender=person.upn):
            return bring(submission, trusting.authority, mechanism, proof(name, shown), sender)

        assert brought() == "sent", submission.log
        submission.logs(rf"sasl_method={mechanism}, sasl_username={person.upn}\b")
        assert brought(shown=token[:-6] + "AAAAAA").startswith("535")
        assert brought(name=other.upn).startswith("535"), "somebody else's name"
        assert "not owned by user" in brought(sender=other.upn), "under somebody else's name"
    submission.logs(r"to=<harbour-master@elsewhere\.example>.* status=sent")
    assert not logged(trusting.organization, other)


def test_nothing_is_taken_without_tls_or_without_a_sign_in(trusting, submission):
    person = trusting.person(totp=False)
    with smtplib.SMTP("localhost", submission.port, timeout=30) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        assert client.docmd("AUTH", "PLAIN AGJlbgBiZW4=")[0] >= 500
    client = submission.client(trusting.authority)
    assert client.has_extn("auth")
    client.mail(person.upn)
    assert client.rcpt(RELAYED)[0] >= 500
    client.close()


def test_a_password_sends_mail_only_without_the_defaults(trusting, submission):
    person = trusting.person(totp=False)
    answers = {
        swaks(submission, person.upn, person.password), swaks(submission, person.upn, WRONG),
        swaks(submission, f"nobody@{trusting.organization.domain}", person.password),
    }
    assert len(answers) == 1 and "535" in answers.pop(), submission.log
    rows = logged(trusting.organization, person)
    assert [row["error_code"] for row in rows] == [530035, 50126], submission.log
    assert {row["client_app_used"] for row in rows} == {"Authenticated SMTP"}
    assert {row["door"] for row in rows} == {"passwordGrant"}
    assert {row["address"] for row in rows} == {PROGRAM}, "the mail program's address"
    with passwords_allowed(trusting.organization, "mail"):
        assert swaks(submission, person.upn, person.password) == "sent", submission.log
        submission.logs(rf"sasl_method=PLAIN, sasl_username={person.upn}\b")
        assert "535" in swaks(submission, person.upn, WRONG)
    assert "535" in swaks(submission, person.upn, person.password)
