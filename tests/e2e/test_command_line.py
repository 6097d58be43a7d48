"""Every command of the program: its JSON keys, its exit codes, its sentences for bad input."""

import re
import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path

import pyotp
import pytest

from harness import database, store
from harness.organization import DOMAIN, PASSWORD, Organization, first
from harness.server import BINARY, CommandLine, Server

# What must not come out of a program that speaks to people.
SWIFT_WORDS = re.compile(r"Optional\(|Swift\.|\bMartlet[A-Z]\w+\.|\bError\(|fatal error|Thread \d+|StoreError|ActionError")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One organisation for the tests that only add to it."""
    return Organization(tmp_path_factory.mktemp("command-line") / "data")


@pytest.fixture
def empty(tmp_path):
    return CommandLine(tmp_path / "data")


def refused(done):
    """The command said no: its own exit code, a sentence on stderr, no words of the language it is written in."""
    assert 0 < done.returncode < 128, f"exit {done.returncode}: {done.stdout} {done.stderr}"
    assert done.stderr.strip(), "no sentence on stderr"
    assert not SWIFT_WORDS.search(done.stderr + done.stdout), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "words", [[], ["serve"], ["demo"], ["init"], ["users"], ["users", "add"], ["apps"], ["apps", "add"],
              ["security-defaults"], ["check"]]
)
def test_every_command_explains_itself(words):
    done = subprocess.run([str(BINARY), *words, "--help"], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert "USAGE" in done.stdout and len(done.stdout.splitlines()) > 4


def test_unknown_words_are_a_usage_error(made):
    for words in (["frobnicate"], ["users", "frobnicate"], ["users", "add"], ["security-defaults", "maybe"]):
        assert made.command_line.run(*words).returncode == 64, words


def test_init_prints_what_the_first_administrator_needs(tmp_path):
    organization = Organization(tmp_path / "data")
    answer = organization.made
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer["tenantId"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", organization.admin.id), answer
    secret = first(answer, "totpSecret")
    parsed = pyotp.parse_uri(first(answer, "otpauthURI"))
    assert parsed.secret == secret and parsed.digits == 6 and parsed.interval == 30
    codes = first(answer, "recoveryCodes")
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", code) for code in codes)
    organization.command_line.check()


def test_a_short_sign_in_name_is_completed(empty):
    answer = empty.json(
        "init", "--organization", "Harbour Bakery", "--domain", DOMAIN, "--admin", "anna", "--password-stdin",
        stdin=PASSWORD + "\n",
    )
    assert answer["userPrincipalName"] == f"anna@{DOMAIN}"


def test_what_lies_on_the_disk_is_for_its_owner_only(made):
    key = made.data / "martlet.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for path in made.data.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, f"{path.name} can be read by others"
    assert stat.S_IMODE(made.data.stat().st_mode) & 0o077 == 0


def test_no_secret_lies_readable_in_the_store(made):
    person = made.add_person("secretive")
    content = b"".join(path.read_bytes() for path in made.data.iterdir() if path.is_file())
    for secret in (PASSWORD, person.authenticator.secret, *person.recovery_codes, made.admin.authenticator.secret):
        assert secret.encode() not in content
        assert secret.replace("-", "").encode() not in content


def test_set_up_happens_once(made):
    """A014."""
    done = made.command_line.run(
        "init", "--organization", "Other", "--domain", "other.example", "--admin", "eve@other.example",
        "--password-stdin", stdin=PASSWORD + "\n",
    )
    refused(done)
    with Server(made.data) as running:
        assert "/setup?code=" not in running.output, "a set-up link was printed though set-up is over"


@pytest.mark.parametrize(
    ("changes", "stdin", "word"),
    [
        ({}, "short\n", "8"),
        ({}, "\n", ""),
        ({}, "password1\n", ""),
        ({}, "harbour bakery\n", ""),
        ({}, "x" * 257 + "\n", "256"),
        ({"--domain": "not a domain"}, PASSWORD + "\n", "domain"),
        ({"--domain": "-x.example"}, PASSWORD + "\n", "domain"),
        ({"--admin": "anna at home"}, PASSWORD + "\n", ""),
        ({"--admin": "anna@elsewhere.example"}, PASSWORD + "\n", ""),
        ({"--organization": ""}, PASSWORD + "\n", ""),
    ],
)
def test_init_refuses_bad_input_and_leaves_nothing_half_made(empty, changes, stdin, word):
    words = {"--organization": "Harbour Bakery", "--domain": DOMAIN, "--admin": f"anna@{DOMAIN}"} | changes
    flat = [text for pair in words.items() for text in pair]
    sentence = refused(empty.run("init", *flat, "--password-stdin", stdin=stdin))
    assert word.lower() in sentence.lower()
    # The same directory serves a good attempt afterwards.
    good = {"--organization": "Harbour Bakery", "--domain": DOMAIN, "--admin": f"anna@{DOMAIN}"}
    empty.json("init", *[text for pair in good.items() for text in pair], "--password-stdin", stdin=PASSWORD + "\n")
    empty.check()


def test_users_add_takes_a_password_or_makes_one(made):
    given = made.add_person("given", totp=False)
    assert given.id and given.authenticator is None
    temporary = made.add_person("temporary", totp=False, temporary=True)
    assert len(temporary.password) >= 12
    another = made.add_person("temporary.too", totp=False, temporary=True)
    assert temporary.password != another.password
    registered = made.add_person("registered")
    assert registered.authenticator and len(registered.recovery_codes) == 10


def test_users_add_gives_roles_by_name(made):
    made.add_person("guard", role="Security Administrator")
    held = "SELECT COUNT(*) AS n FROM role_assignments JOIN users ON users.id = user_id WHERE user_principal_name = ?"
    assert store.rows(made.data, held, f"guard@{DOMAIN}") == [{"n": 1}]
    done = made.command_line.run("users", "add", f"x@{DOMAIN}", "--role", "King", "--temporary-password")
    assert "King" in refused(done)


@pytest.mark.parametrize(
    ("upn", "stdin"),
    [
        (f"anna@{DOMAIN}", PASSWORD), (f"ANNA@{DOMAIN.upper()}", PASSWORD), ("nobody", PASSWORD), ("", PASSWORD),
        ("a b@" + DOMAIN, PASSWORD), ("ben@elsewhere.example", PASSWORD), ("x" * 300 + "@" + DOMAIN, PASSWORD),
        (f"weak@{DOMAIN}", "hunter2"), (f"weak@{DOMAIN}", "Password123"),
    ],
)
def test_users_add_refuses_bad_input(made, upn, stdin):
    before = store.rows(made.data, "SELECT COUNT(*) AS n FROM users")
    refused(made.command_line.run("users", "add", upn, "--password-stdin", stdin=stdin + "\n"))
    assert store.rows(made.data, "SELECT COUNT(*) AS n FROM users") == before


def test_apps_add_makes_each_kind(made):
    confidential = made.command_line.json("apps", "add", "Wiki", "--redirect-uri", "https://wiki.example/cb", "--secret")
    assert confidential["clientId"] and len(confidential["clientSecret"]) >= 16
    public = made.command_line.json("apps", "add", "Phone", "--redirect-uri", "http://localhost/cb", "--public")
    assert public["clientId"] and not public.get("clientSecret")
    several = made.command_line.json(
        "apps", "add", "Desk", "--redirect-uri", "https://a.example/cb", "--redirect-uri", "com.example.desk:/cb",
        "--public", "--management",
    )
    assert several["clientId"] not in (public["clientId"], confidential["clientId"])
    content = b"".join(path.read_bytes() for path in made.data.iterdir() if path.is_file())
    assert confidential["clientSecret"].encode() not in content, "a client secret lies readable in the store"


def test_an_app_takes_passwords_only_where_it_was_told_to(made):
    for words, allowed in [([], False), (["--password-grant"], True)]:
        app = made.command_line.json("apps", "add", "Export", "--redirect-uri", "https://export.example/cb", *words)
        assert made.command_line.json("apps", "show", app["clientId"])["passwordGrant"] is allowed
        word = "--no-password-grant" if allowed else "--password-grant"
        assert made.command_line.json("apps", "set", app["clientId"], word)["passwordGrant"] is not allowed
        # What is not named stays as it is.
        assert made.command_line.json("apps", "set", app["clientId"], "--dpop")["passwordGrant"] is not allowed


def test_apps_add_takes_a_certificate(made, tmp_path):
    pem = tmp_path / "app.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=app",
         "-keyout", tmp_path / "app.key", "-out", pem], check=True, capture_output=True,
    )
    answer = made.command_line.json("apps", "add", "Robot", "--certificate", pem)
    assert answer["clientId"] and not answer.get("clientSecret")
    (tmp_path / "bad.pem").write_text("no certificate")
    refused(made.command_line.run("apps", "add", "Robot 2", "--certificate", tmp_path / "bad.pem"))
    refused(made.command_line.run("apps", "add", "Robot 2", "--certificate", tmp_path / "none.pem"))


@pytest.mark.parametrize(
    "uri",
    ["http://wiki.example/cb", "https://wiki.example/cb#part", "https://*.wiki.example/cb", "javascript:alert(1)",
     "https://user@wiki.example/cb", "/cb", "", "https://wiki.example/" + "x" * 2048, "data:text/html,x"],
)
def test_apps_add_refuses_a_redirect_that_leaks(made, uri):
    """A133–A142."""
    refused(made.command_line.run("apps", "add", "Leaky", "--redirect-uri", uri, "--secret"))


def test_security_defaults_tell_their_state_and_ask_for_a_reason(tmp_path):
    line = Organization(tmp_path / "data").command_line
    assert _enabled(line) is True, "the defaults are on for every new tenant"
    refused(line.run("security-defaults", "off"))
    assert _enabled(line) is True
    done = line.run("security-defaults", "off", "--reason", "users cannot use needed apps")
    assert done.returncode == 0, done.stderr
    assert _enabled(line) is False
    assert line.run("security-defaults", "on").returncode == 0
    assert _enabled(line) is True
    audits = store.rows(line.data, "SELECT * FROM audits")
    assert sum("defaults" in str(row).lower() for row in audits) >= 2, "the switch left no trace"
    line.check()


def _enabled(line):
    answer = line.json("security-defaults", "status")
    values = [value for key, value in answer.items() if "nabled" in key or key in ("state", "securityDefaults")]
    return values[0] in (True, "on", "enabled")


def test_words_for_people_are_the_default(made):
    done = made.command_line.run("users", "add", f"plain@{DOMAIN}", "--temporary-password", "--totp")
    assert done.returncode == 0, done.stderr
    assert not done.stdout.lstrip().startswith("{") and f"plain@{DOMAIN}" in done.stdout
    status = made.command_line.run("security-defaults", "status")
    assert status.returncode == 0 and "on" in status.stdout.lower()


def test_commands_without_an_organisation_say_so(empty):
    for words in (["users", "add", f"x@{DOMAIN}", "--temporary-password"], ["apps", "add", "X", "--public"],
                  ["security-defaults", "status"]):
        refused(empty.run(*words))


def test_every_command_is_audited_as_the_operators(made):
    made.add_person("audited")
    audits = [str(row) for row in store.rows(made.data, "SELECT * FROM audits")]
    mine = [row for row in audits if f"audited@{DOMAIN}" in row]
    assert mine and any("operator" in row.lower() for row in mine)


def test_commands_work_beside_a_running_server(made):
    with Server(made.data):
        person = made.add_person("beside")
        assert person.id
        made.command_line.check()


@database.needs_file
def test_check_reports_a_broken_invariant(made, tmp_path):
    made.command_line.check()
    copy = tmp_path / "data"
    shutil.copytree(made.data, copy)
    connection = sqlite3.connect(store.file(copy))
    connection.execute("PRAGMA foreign_keys = OFF")
    # A user without the audit record that their making wrote (I6).
    connection.execute("DELETE FROM audits")
    connection.commit()
    connection.close()
    done = CommandLine(copy).run("check")
    assert 0 < done.returncode < 128 and len((done.stdout + done.stderr).strip()) > 20
    assert not SWIFT_WORDS.search(done.stdout + done.stderr)


@database.needs_file
def test_a_wrong_sealing_key_is_refused_not_used(made, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(made.data, copy)
    key = copy / "martlet.key"
    content = bytearray(key.read_bytes())
    content[0] = content[0] ^ 1 if content[0] not in b"09afAF" else (b"1"[0] if content[0] != b"1"[0] else b"2"[0])
    key.write_bytes(bytes(content))
    done = subprocess.run(
        [str(BINARY), "serve", "--data", str(copy), "--listen", "127.0.0.1:0"], capture_output=True, text=True,
        timeout=20, check=False,
    )
    refused(done)


@pytest.mark.parametrize("listen", ["nonsense", "127.0.0.1:99999", "127.0.0.1", "127.0.0.1:x"])
def test_serve_refuses_an_address_that_is_none(made, listen):
    done = subprocess.run(
        [str(BINARY), "serve", "--data", str(made.data), "--listen", listen], capture_output=True, text=True, timeout=20,
        check=False,
    )
    refused(done)


def test_serve_refuses_plain_http_to_the_world(made):
    """A password never crosses a network in the clear: beyond loopback a TLS certificate or an https URL is needed."""
    done = subprocess.run(
        [str(BINARY), "serve", "--data", str(made.data), "--listen", "0.0.0.0:0", "--url", "http://id.example"],
        capture_output=True, text=True, timeout=20, check=False,
    )
    refused(done)


def test_a_port_that_is_taken_is_named(made, tmp_path):
    with Server(made.data) as running:
        done = subprocess.run(
            [str(BINARY), "serve", "--data", str(tmp_path / "data"), "--listen", f"127.0.0.1:{running.port}"],
            capture_output=True, text=True, timeout=20, check=False,
        )
        assert str(running.port) in refused(done)


def test_no_secret_gets_into_the_log(made):
    from harness.browser import Browser

    person = made.add_person("logged")
    with Server(made.data) as running:
        arrival = Browser(running.base).sign_in("/account", person)
        assert arrival.path.startswith("/account"), arrival.describe()
        running.stop()
        for secret in (person.password, person.authenticator.secret, person.authenticator.last_code + '"'):
            assert secret not in "\n".join(running.lines)


def test_the_program_knows_its_version():
    done = subprocess.run([str(BINARY), "--version"], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0 and re.search(r"\d+\.\d+", done.stdout)
    assert Path(BINARY).stat().st_size > 0


@pytest.mark.parametrize("variable", ["MARTLET_RADIUS_PORT", "MARTLET_LDAP_PORT", "MARTLET_LDAPS_PORT"])
@pytest.mark.parametrize("port", ["0", "65536", "ldap", "-1"])
def test_a_variable_that_is_no_port_is_named(tmp_path, variable, port):
    done = CommandLine(tmp_path / "data", {variable: port}).run("serve")
    assert variable in refused(done) and "1 to 65535" in done.stderr


def test_ldap_by_the_environment_needs_a_certificate(tmp_path):
    done = CommandLine(tmp_path / "data", {"MARTLET_LDAP_PORT": "3890"}).run("serve")
    assert "need a certificate" in refused(done)
    done = CommandLine(tmp_path / "data", {"MARTLET_LDAP_CERTIFICATE": "chain.pem"}).run("serve")
    assert "need --ldap-port" in refused(done)
