"""Drives a real Martlet as people and apps do: a process, its command line, browsers, relying parties."""
