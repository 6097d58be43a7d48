"""Compares a recovered installation with the journal: invariants I1–I4 and I6, through the public surfaces."""

import time

from .browser import Browser
from .relying_party import BareClient


class Verification:
    """One look at a node after a fault. `lost` and `doubled` hold a sentence for each breach.

    What was looked at closely is used up: codes are redeemed, some families end. The journal forgets it.
    """

    def __init__(self, installation, journal, node, dice):
        self.installation = installation
        self.journal = journal
        self.node = node
        self.dice = dice
        self.lost = []
        self.doubled = []

    def run(self, closely=True):
        """Looks, and fails on any breach. `closely` tries spent things again, which ends what they belong to."""
        self.look_at_families(closely)
        self.look_at_codes()
        self.look_at_sessions()
        self.look_at_what_was_made()
        self.look_at_the_log()
        if closely:
            self.look_at_time_steps()
        assert not self.lost and not self.doubled, f"lost {self.lost[:5]}, spent twice {self.doubled[:5]}"
        self.installation.check()
        return self

    def client(self, verifier=None):
        client = BareClient(self.node.base, self.installation.tenant, self.installation.app)
        if verifier:
            client.verifier = verifier
        return client

    def look_at_families(self, closely):
        client = self.client()
        living = [family for family in self.journal.families if not family.over]
        for family in living:
            answer = client.refresh(family.current)
            if answer.status_code == 200:
                family.spent.append(family.current)
                family.current = answer.json()["refresh_token"]
                family.in_doubt = False
            elif family.in_doubt or family.origin.leaving:
                # Spent, and the answer got lost: using the token again ended the family. Or its session ended.
                family.over = True
            else:
                self.lost.append(f"a refresh token of {family.person.upn}: {answer.text}")
                family.over = True
        # A160: what was spent before the fault stays spent, and trying it ends the family. The last one spent is no
        # such: for ten seconds, and while nobody used its answer, that answer may be asked for again (A159).
        tried = [family for family in living if closely and not family.over and len(family.spent) > 1]
        for family in self.dice.sample(tried, min(3, len(tried))):
            if client.refresh(self.dice.choice(family.spent[:-1])).status_code == 200:
                self.doubled.append(f"a refresh token of {family.person.upn}")
            if client.refresh(family.current).status_code == 200:
                self.doubled.append("a family whose spent token came back still lives")
            family.over = True
        self.journal.families = [family for family in self.journal.families if not family.over][-120:]

    def look_at_codes(self):
        redeemed = [code for code in self.journal.codes if code.state == "done"]
        for code in redeemed[3:]:
            self.journal.codes.remove(code)
        for code in self.journal.codes:
            client = self.client(code.verifier)
            first = client.exchange(code.value)
            # A code lives for a minute or so; long faults outlive the ones that were kept back.
            if code.state == "new" and first.status_code != 200 and not self._may_be_over(code):
                self.lost.append(f"a code that was given out: {first.text}")
            if code.state == "done" and first.status_code == 200:
                self.doubled.append("a code that had been redeemed")
            if first.status_code == 200 and client.refresh(first.json()["refresh_token"]).status_code != 200:
                self.lost.append("the refresh token of a code redeemed after the fault")
            if client.exchange(code.value).status_code == 200:
                self.doubled.append(f"a code, state {code.state}")
            if code.family:
                # A redeemed code that comes back ends its family (A143), as it should.
                code.family.over = True
        self.journal.codes.clear()
        self.journal.families = [family for family in self.journal.families if not family.over]

    @staticmethod
    def _may_be_over(code):
        return code.origin.leaving or time.monotonic() - code.given > 45

    def look_at_sessions(self):
        for entry in self.journal.signed_in[-25:]:
            browser = Browser(self.node.base)
            browser.http.cookies.update(entry.browser.http.cookies)
            if browser.get("/account").steps:
                self.lost.append(f"a session of {entry.person.upn}")
        for person, cookies in self.journal.signed_out[-25:]:
            browser = Browser(self.node.base)
            browser.http.cookies.update(cookies)
            if not browser.get("/account").steps:
                self.doubled.append(f"a session of {person.upn} that had ended")
        self.journal.signed_in = self.journal.signed_in[-20:]
        self.journal.signed_out = self.journal.signed_out[-10:]

    def look_at_what_was_made(self):
        rows = self.installation.rows("SELECT id, user_principal_name FROM users")
        names = [row["user_principal_name"].split("@")[0] for row in rows]
        made = self.journal.made["users"]
        self.lost += [f"the user {name}" for name in made - set(names)]
        self.doubled += [f"the refused user {name}" for name in self.journal.refused["users"] & set(names)]
        self.doubled += [f"{name}, twice" for name in set(names) if names.count(name) > 1]
        # I6: exactly one record for each of them.
        recorded = {
            row["target_id"]: row["n"] for row in self.installation.rows(
                "SELECT t.target_id, COUNT(*) AS n FROM audits a JOIN audit_targets t ON t.audit_id = a.id "
                "WHERE a.activity = 'Add user' GROUP BY t.target_id"
            )
        }
        for row, name in zip(rows, names):
            if name.startswith("made") and recorded.get(str(row["id"]), 0) != 1:
                self.lost.append(f"{recorded.get(str(row['id']), 0)} audit records for the user {name}")

    def look_at_the_log(self):
        """I6: one success for each acknowledged sign-in, and at most one more for each whose answer got lost."""
        found = {
            row["user_principal_name"]: row["n"] for row in self.installation.rows(
                "SELECT user_principal_name, COUNT(*) AS n FROM sign_ins "
                "WHERE status = 'success' AND door = 'authorize' GROUP BY user_principal_name"
            )
        }
        for upn, count in self.journal.logged.items():
            if found.get(upn, 0) < count:
                self.lost.append(f"{count - found.get(upn, 0)} of {count} rows in the log for {upn}")
        for upn, count in found.items():
            if count > self.journal.begun[upn]:
                self.doubled.append(f"rows in the log for {upn}: {count} for {self.journal.begun[upn]} sign-ins")

    def look_at_time_steps(self):
        """A TOTP code that let somebody in before the fault lets nobody in after it."""
        entries = [entry for entry in self.journal.signed_in if entry.totp]
        for entry in entries[-1:]:
            person = entry.person
            other = Browser(self.node.base)
            page = other.get(self.client().authorize_url())
            page = other.submit(page.require(step="name"), {"username": person.upn})
            page = other.submit(page.require(step="password"), {"password": person.password})
            page = other.submit(
                page.require(step="code"), {"code": entry.totp}, until=self.installation.app.redirect_uri)
            if isinstance(page, str) or "stay" in page.steps or other.session_cookie:
                self.doubled.append(f"a time step of {person.upn}")
