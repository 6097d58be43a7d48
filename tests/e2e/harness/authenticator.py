"""An authenticator app that never offers a step twice."""

import time

import pyotp

PERIOD = 30


class Authenticator:
    """Knows the secret and which time steps were offered.

    Martlet accepts the step of the moment and one on either side, each once and only forward (RFC 6238 section 5.2).
    So three codes can be had at once, in order; the fourth waits until its step begins to be acceptable.
    """

    def __init__(self, secret, clock=time.time, sleep=time.sleep):
        self.secret = secret.replace(" ", "").upper()
        self._totp = pyotp.TOTP(self.secret)
        self._clock = clock
        self._sleep = sleep
        self._last = -1

    @property
    def waits(self):
        """Seconds until another code can be had."""
        now = self._clock()
        return max(0.0, (self._next(now) - 1) * PERIOD - now)

    def code(self):
        """The next code; waits only if three were taken within the last steps."""
        step = self._next(self._clock())
        wait = (step - 1) * PERIOD - self._clock()
        if wait > 0:
            self._sleep(wait + 0.2)
        self._last = step
        return self.at(step)

    def at(self, step):
        """The code of a step, whether or not it was offered."""
        return self._totp.at(step * PERIOD)

    @property
    def last_code(self):
        """The code that was offered last, for tests that offer it again."""
        return self.at(self._last)

    def wrong_code(self):
        """Six digits that are right at no step nearby."""
        step = int(self._clock() // PERIOD)
        near = {self.at(step + offset) for offset in range(-3, 4)}
        return next(text for text in (f"{number:06}" for number in range(10)) if text not in near)

    def _next(self, now):
        step, within = divmod(now, PERIOD)
        # The previous step is about to fall out of the window when the current one ends: do not race it.
        earliest = int(step) - (1 if within < PERIOD - 6 else 0)
        return max(earliest, self._last + 1)
