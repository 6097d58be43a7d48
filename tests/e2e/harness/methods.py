"""The policy of the authentication methods, for the length of a test."""

from contextlib import contextmanager


@contextmanager
def methods_policy(command_line, **settings):
    """Settings until the end; dots are written as two underscores."""
    before = command_line.json("methods", "show")
    names = {name.replace("__", "."): value for name, value in settings.items()}
    command_line.json("methods", "set", *(f"{name}={value}" for name, value in names.items()))
    try:
        yield
    finally:
        command_line.json("methods", "set", *(f"{name}={before[name]}" for name in names))
