"""F42: hours of load with people made and sessions ended all the time. SOAK_MINUTES says how long; without it nothing
is soaked, for minutes tell nothing."""

import os
import time

import pytest
from harness.figures import percentile
from harness.journal import Journal
from harness.load import Load, sign_in_admin
from harness.verification import Verification

MINUTES = float(os.environ.get("SOAK_MINUTES", "0"))


def slope(points):
    """The rise per hour of a line through (seconds, value)."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    below = sum((x - mean_x) ** 2 for x, _ in points)
    return 3600 * sum((x - mean_x) * (y - mean_y) for x, y in points) / below if below else 0.0


def test_f42_hours_of_load_leave_memory_and_latency_flat(installation, engine, dice, figures):
    if MINUTES <= 0:
        pytest.skip("SOAK_MINUTES is not set: nothing is soaked")
    node = installation.node().start()
    journal = Journal()
    memory, latency, descriptors = [], [], []
    began = time.monotonic()
    with Load(installation, journal, [node.base], sign_ins=2, refreshes=1) as load:
        while time.monotonic() - began < MINUTES * 60:
            since = time.monotonic()
            time.sleep(min(30.0, MINUTES * 6))
            at = time.monotonic() - began
            memory.append((at, node.resident_megabytes))
            descriptors.append(node.descriptors)
            if refreshes := load.seconds("refresh", since):
                latency.append((at, percentile(refreshes, 0.99) * 1000))
            load.events[:] = load.events[-1000:]
            with journal.lock:
                # What is not needed to verify would be the driver's own leak.
                journal.families[:] = journal.families[-400:]
                journal.signed_in[:] = journal.signed_in[-200:]
                journal.codes[:] = journal.codes[-200:]
    assert load.count("cut") == 0 and load.count("refused") == 0
    Verification(installation, journal, node, dice).run()
    assert sign_in_admin(node.base, installation)
    # The second half: the first warms caches.
    half = memory[len(memory) // 2:]
    figures.record(
        "F42 soak", engine.name, 1, journal,
        notes=f"{MINUTES:.0f} min; memory {memory[0][1]:.0f} → {memory[-1][1]:.0f} MiB, {slope(half):+.1f} MiB/h in the "
        f"second half; refresh p99 {slope(latency):+.1f} ms/h; descriptors at most {max(descriptors)}",
    )
    assert slope(half) < 20 or MINUTES < 60
    assert max(descriptors) < 400
