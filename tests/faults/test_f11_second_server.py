"""F11: a second server on the same database."""

import time

from harness.figures import scale


def test_f11_a_second_server_on_the_same_database_is_refused_in_words(on_sqlite, figures):
    first = on_sqlite.node().start()
    second = on_sqlite.node()
    rounds = scale(2, 20)
    for _ in range(rounds):
        code, words = second.fails_to_start()
        assert code == 1
        assert words.count("\n") == 0, words
        assert f"another martlet (process {first.pid}) serves the database" in words
    assert first.get("/healthz").status_code == 200

    # Commands work beside a running server.
    on_sqlite.check()
    on_sqlite.add_person("late")

    # The lock dies with the process, however it ends.
    for end in (first.kill, first.stop):
        if not first.is_running:
            first.start()
        end()
        began = time.monotonic()
        second.start()
        assert second.get("/healthz").status_code == 200
        second.stop()
        assert time.monotonic() - began < 20
    figures.record("F11 second server", "sqlite", rounds, notes="refused in one sentence; the lock dies with the process")
