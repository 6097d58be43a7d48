"""A small disk of its own: an ext4 file system in a file, mounted over a loop device."""

import os
import shutil
import subprocess

import pytest


def run(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)


class LoopDisk:
    """A file system of some megabytes that can be filled, freed and made read-only. Needs root."""

    def __init__(self, directory, megabytes=24):
        directory.mkdir(parents=True, exist_ok=True)
        self.image = directory / "disk.img"
        self.path = directory / "disk"
        self.path.mkdir()
        self.ballast = self.path / "ballast"
        self.megabytes = megabytes

    def __enter__(self):
        with self.image.open("wb") as image:
            image.truncate(self.megabytes << 20)
        # No blocks kept for root: full is full.
        made = run("mkfs.ext4", "-q", "-m", "0", "-b", "1024", self.image)
        mounted = run("mount", "-o", "loop,errors=remount-ro", self.image, self.path) if made.returncode == 0 else made
        if mounted.returncode != 0:
            reason = f"no loop-mounted disk can be had here ({mounted.stderr.strip()})"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason + "; run as root")
        return self

    def __exit__(self, *_):
        if run("umount", self.path).returncode != 0:
            run("umount", "-l", self.path)
        self.image.unlink(missing_ok=True)

    @property
    def free(self):
        """Bytes that can still be written."""
        figures = os.statvfs(self.path)
        return figures.f_bavail * figures.f_frsize

    def fill(self, leave=0):
        """Writes ballast until `leave` bytes or less are free."""
        with self.ballast.open("ab", buffering=0) as ballast:
            while (free := self.free - leave) > 0:
                try:
                    ballast.write(b"\xff" * min(free, 1 << 20))
                except OSError:
                    break
                os.fsync(ballast.fileno())

    def make_room(self):
        self.ballast.unlink(missing_ok=True)

    def make_read_only(self):
        """As a disk that reports errors is remounted: files that are open for writing are no reason not to."""
        # `mount -o remount,ro` is refused while files are open for writing; the emergency way is not.
        with open("/sys/fs/ext4/" + self.device + "/trigger_fs_error", "w") as trigger:
            trigger.write("martlet's fault suite")

    @property
    def device(self):
        return os.path.basename(run("findmnt", "-n", "-o", "SOURCE", "--target", self.path).stdout.strip())

    @property
    def is_read_only(self):
        try:
            (self.path / "tried").write_text("tried")
        except OSError:
            return True
        return False

    def move_away(self, installation):
        """Copies an installation's folder to the machine's own disk, and has it live there."""
        target = self.image.parent / "rescued"
        shutil.copytree(installation.data, target)
        installation.data = target
        installation.command_line.data = target
