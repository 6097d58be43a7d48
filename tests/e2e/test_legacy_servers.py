"""The configurations of docs/legacy, run as they are printed: nginx as a mail proxy and before a site, Apache, Dovecot.

With the defaults on nobody gets in and no answer tells a right password from a wrong one, by status, text, size or time;
without them, and with the surface at `both`, a right password does. A213, T12, T13.
"""

import concurrent.futures
import contextlib
import imaplib
import poplib
import re
import smtplib
import ssl
import subprocess
import time

import pytest

from harness import mail_servers
from harness.legacy import WRONG, dovecot, logged, passwords_allowed, recipe
from harness.recipe import BLOCK, BUNDLE
from harness.server import ROOT, free_port
from harness.web_servers import Apache, Nginx, found
from test_web_servers import access_token

@pytest.fixture
def mail_proxy(trusting, tmp_path):
    """nginx as the recipe has it, before three servers that let everybody in."""
    made = recipe("nginx-mail.md", trusting, tmp_path)
    made.installed()
    made.replacements["MAIL-KEY"] = re.search(r"mailKey: (\S+)", made.sh("key")).group(1)
    ports = {name: free_port() for name in ("question", "imap", "pop3", "smtp")}
    with mail_servers.imap() as imap, mail_servers.pop3() as pop3, mail_servers.smtp() as smtp:
        made.replacements |= {
            "192.0.2.4:143": imap.address, "192.0.2.4:110": pop3.address, "192.0.2.4:587": smtp.address,
            "127.0.0.1:9009": f"127.0.0.1:{ports['question']}", "listen 143;": f"listen 127.0.0.1:{ports['imap']};",
            "listen 110;": f"listen 127.0.0.1:{ports['pop3']};", "listen 587;": f"listen 127.0.0.1:{ports['smtp']};",
        }
        chain, key = trusting.authority.server_certificate()
        made.replacements |= {"/etc/ssl/mail.pem": str(chain), "/etc/ssl/private/mail.key": str(key)}
        made.sh("servers")
        site, block = made["martlet-mail.conf"], made["mail.conf"]
        assert set(made.blocks) - made.used <= {"enable"}
        with mail_servers.NginxMail(trusting.authority.bundle, ports["question"], site, block) as nginx:
            nginx.ports, nginx.backends = ports, {"imap": imap, "pop3": pop3, "smtp": smtp}
            nginx.trust = ssl.create_default_context(cafile=str(trusting.authority.bundle))
            yield nginx


def imap_login(proxy, name, password):
    client = imaplib.IMAP4("localhost", proxy.ports["imap"], timeout=20)
    try:
        client.starttls(proxy.trust)
        began = time.perf_counter()
        try:
            client.login(name, password)
            return "in", time.perf_counter() - began
        except imaplib.IMAP4.error as error:
            return str(error), time.perf_counter() - began
    finally:
        with contextlib.suppress(Exception):
            client.shutdown()


def pop3_login(proxy, name, password):
    client = poplib.POP3("localhost", proxy.ports["pop3"], timeout=20)
    try:
        client.stls(proxy.trust)
        client.user(name)
        try:
            client.pass_(password)
            return "in"
        except poplib.error_proto as error:
            return str(error)
    finally:
        with contextlib.suppress(Exception):
            client.close()


def smtp_login(proxy, name, password):
    client = smtplib.SMTP("localhost", proxy.ports["smtp"], timeout=20)
    try:
        client.starttls(context=proxy.trust)
        try:
            client.login(name, password)
            return "in"
        except smtplib.SMTPAuthenticationError as error:
            return f"{error.smtp_code} {error.smtp_error.decode()}"
    finally:
        with contextlib.suppress(Exception):
            client.close()


def swaks_login(proxy, name, password):
    done = subprocess.run(
        [
            found("swaks"), "--server", "localhost", "--port", str(proxy.ports["smtp"]), "--tls", "--auth", "PLAIN",
            "--auth-user", name, "--auth-password", password, "--quit-after", "AUTH", "--timeout", "20",
        ],
        capture_output=True, text=True, timeout=60, check=False,
    )
    return "in" if done.returncode == 0 else next(
        (line for line in done.stdout.splitlines() if line.startswith("<~*")), done.stdout + done.stderr
    )


LOGINS = {
    "imap": (lambda *words: imap_login(*words)[0], "IMAP4"), "pop3": (pop3_login, "POP3"),
    "smtp": (smtp_login, "Authenticated SMTP"), "swaks": (swaks_login, "Authenticated SMTP"),
}


def at_once(calls):
    """What the calls answer. A refusal keeps a mail program waiting for three seconds: nobody waits for another."""
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda call: call[0](*call[1:]), calls))


def test_the_mail_proxy_refuses_everybody_alike_under_the_defaults(trusting, mail_proxy):
    people = {name: trusting.person() for name in LOGINS}
    nobody = f"nobody@{trusting.organization.domain}"
    answers = at_once([
        (login, mail_proxy, *words) for name, (login, _) in LOGINS.items() for words in (
            (people[name].upn, people[name].password), (people[name].upn, WRONG), (nobody, people[name].password),
        )
    ])
    for number, (name, (_, client)) in enumerate(LOGINS.items()):
        told = set(answers[3 * number:3 * number + 3])
        assert len(told) == 1 and "in" not in told, told
        rows = logged(trusting.organization, people[name])
        # smtplib tries one mechanism after the other, with the same password.
        assert sorted(row["error_code"] for row in rows) == sorted([50126, 530035] * (2 if name == "smtp" else 1))
        assert {row["client_app_used"] for row in rows} == {client}
        assert {row["address"] for row in rows} == {"127.0.0.1"}
        assert {row["door"] for row in rows} == {"legacyMail"}
    assert not any(backend.heard for backend in mail_proxy.backends.values())


def test_the_mail_proxy_sends_who_may_pass_to_the_mail_server(trusting, mail_proxy):
    person = trusting.person(totp=False)
    logins = [login for login, _ in LOGINS.values()]
    with passwords_allowed(trusting.organization, "mail"):
        right = at_once([(login, mail_proxy, person.upn.upper(), person.password) for login in logins])
        assert set(right) == {"in"}, mail_proxy.log
        assert "in" not in at_once([(login, mail_proxy, person.upn, WRONG) for login in logins])
    assert imap_login(mail_proxy, person.upn, person.password)[0] != "in"
    heard = b"\n".join(mail_proxy.backends["imap"].heard)
    assert person.upn.encode() in heard, "the mail server hears the one name of the account"


def curl(address, name=None, password="", agent="curl"):
    words = [found("curl"), "--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{size_download}"]
    words += ["--noproxy", "*", "--user-agent", agent, "--max-time", "20"]
    words += ["--user", f"{name}:{password}"] if name else []
    return subprocess.run([*words, address], capture_output=True, text=True, timeout=40, check=True).stdout


@contextlib.contextmanager
def nginx_site(house, folder):
    made = recipe("nginx-forward-auth.md", house, folder)
    made.installed()
    port = free_port()
    made.replacements["127.0.0.1:8096"] = f"127.0.0.1:{port}"
    server = Nginx(house.authority.bundle, port, "")
    made.replacements["/var/www/tides"] = str(server.pages)
    server.http = made["tides.conf"]
    with server:
        yield server


@contextlib.contextmanager
def apache_site(house, folder):
    made = recipe("apache.md", house, folder)
    made.installed()
    port = free_port()
    made.replacements["127.0.0.1:8095"] = f"127.0.0.1:{port}"
    server = Apache(house.authority.bundle, port, "", listens=False)
    server.MODULES = (*Apache.MODULES, "authnz_external")
    program = server.folder / "ask-martlet"
    made.replacements |= {
        "/var/www/tides": str(server.pages), "/usr/local/bin/ask-martlet": str(program),
        # The program runs as www-data, which the folders of the tests are closed to.
        str(house.authority.bundle): str(server.bundle),
    }
    made.replacements[BUNDLE] = str(server.bundle)
    program.write_text(made["ask-martlet"])
    program.chmod(0o755)
    server.site = made["tides.conf"]
    with server:
        yield server


@pytest.mark.parametrize("site", [nginx_site, apache_site])
def test_a_web_server_asks_about_basic(site, trusting, tmp_path):
    person = trusting.person(totp=False)
    with site(trusting, tmp_path) as server:
        for place in ("", "EWS", "Microsoft-Server-ActiveSync"):
            (server.pages / place).mkdir(exist_ok=True)
            (server.pages / place / "tides.txt").write_text("The tide is out.")
        address = server.base + "/tides.txt"
        assert curl(address).startswith("401")
        refused = {
            curl(address, person.upn, person.password), curl(address, person.upn, WRONG),
            curl(address, f"nobody@{trusting.organization.domain}", person.password),
            curl(server.base + "/EWS/tides.txt", person.upn, person.password),
            curl(server.base + "/Microsoft-Server-ActiveSync/tides.txt", person.upn, person.password),
        }
        assert len(refused) == 1 and refused.pop().startswith("401"), server.log
        rows = logged(trusting.organization, person)
        assert [row["error_code"] for row in rows] == [530035, 50126, 530035, 530035], server.log
        assert [row["client_app_used"] for row in rows] == [
            "Other clients", "Other clients", "Exchange Web Services", "Exchange ActiveSync",
        ]
        with passwords_allowed(trusting.organization, "web"):
            assert curl(address, person.upn, person.password).startswith("200"), server.log
            assert curl(address, person.upn, WRONG).startswith("401")
        assert curl(address, person.upn, person.password).startswith("401")


@pytest.mark.skipif(not mail_servers.is_root(), reason="Dovecot's master process is root's")
def test_dovecot_takes_tokens_under_the_defaults_and_passwords_only_without(trusting, tmp_path):
    person = trusting.person(totp=True)
    plain = trusting.person(totp=False)
    token = access_token(trusting, person)
    with dovecot(recipe("dovecot-postfix.md", trusting, tmp_path)) as server:

        def xoauth2(name, text):
            return sasl(server, "XOAUTH2", f"user={name}\1auth=Bearer {text}\1\1")

        def oauthbearer(name, text):
            return sasl(server, "OAUTHBEARER", f"n,a={name},\1host=localhost\1port=143\1auth=Bearer {text}\1\1")

        assert xoauth2(person.upn, token) == "in", server.log
        assert oauthbearer(person.upn, token) == "in", server.log
        assert xoauth2(plain.upn, token) != "in", "somebody else's mailbox"
        assert xoauth2(person.upn, token[:-6] + "AAAAAA") != "in"
        before = len(logged(trusting.organization, plain))
        answers = {plain_login(server, plain.upn, plain.password), plain_login(server, plain.upn, WRONG)}
        assert len(answers) == 1 and "in" not in answers, server.log
        rows = logged(trusting.organization, plain)[before:]
        assert [row["error_code"] for row in rows] == [530035, 50126], server.log
        assert {row["client_app_used"] for row in rows} == {"IMAP4"}
        assert {row["door"] for row in rows} == {"passwordGrant"}
        with passwords_allowed(trusting.organization, "mail"):
            assert plain_login(server, plain.upn, plain.password) == "in", server.log
            assert plain_login(server, plain.upn, WRONG) != "in"


def sasl(server, mechanism, text):
    client = imaplib.IMAP4("127.0.0.1", server.port, timeout=30)
    try:
        answers = iter([text.encode()])
        client.authenticate(mechanism, lambda _: next(answers, b""))
        return "in"
    except imaplib.IMAP4.error as error:
        return str(error)
    finally:
        with contextlib.suppress(Exception):
            client.shutdown()


def plain_login(server, name, password):
    client = imaplib.IMAP4("127.0.0.1", server.port, timeout=30)
    try:
        client.login(name, password)
        return "in"
    except imaplib.IMAP4.error as error:
        return str(error)
    finally:
        with contextlib.suppress(Exception):
            client.shutdown()


def test_the_command_line_shows_the_switches(trusting):
    shown = trusting.organization.command_line.json("legacy", "show")
    assert shown["blockedBySecurityDefaults"] is True
    assert {shown[surface]["mode"] for surface in ("web", "directory", "network")} <= {"modern", "both"}
    done = trusting.organization.command_line.run("legacy", "mail-server", "imap", "mail.example.org:143")
    assert done.returncode != 0 and "not an address" in done.stderr


def test_no_block_of_a_recipe_is_left_out():
    """A fixture that opens a recipe may use a part of it; together the tests use all of them."""
    here = ROOT / "tests/e2e"
    tests = "".join(file.read_text() for file in (*here.glob("test_*.py"), here / "harness/legacy.py"))
    for file in sorted((ROOT / "docs/legacy").glob("*.md")):
        names = [name for _, name, _ in BLOCK.findall(file.read_text())]
        assert not names or f'recipe("{file.name}"' in tests, f"{file.name} is not run"
        for name in names:
            # These two go by themselves; switching a Debian machine's services on is for the reader alone.
            tried = name in ("install", "register") or name.startswith("enable") or f'"{name}"' in tests
            assert tried, f"{name} of {file.name} is not run"
