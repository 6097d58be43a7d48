"""Drives a real Martlet as people and apps do: a process, its command line, browsers, relying parties.

The fault suite adds modules of its own to this package: tests/faults/harness.
"""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
