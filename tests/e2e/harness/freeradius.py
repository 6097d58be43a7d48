"""Debian's FreeRADIUS, its configuration copied to a folder of its own."""

import re
import shutil
import tempfile
from pathlib import Path

from .foreground import Foreground
from .web_servers import found

CONFIGURATION = "/etc/freeradius/3.0"


class FreeRADIUS(Foreground):
    """Stands as the package leaves it; `configuration` is what an administrator would change."""

    def __init__(self, port):
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="martlet-freeradius-"))
        self.configuration = self.folder / "raddb"
        shutil.copytree(CONFIGURATION, self.configuration, symlinks=True)
        main = self.configuration / "radiusd.conf"
        text = main.read_text()
        for name, place in (("raddbdir", self.configuration), ("logdir", self.folder), ("run_dir", self.folder)):
            text = re.sub(rf"^{name} = .*", f"{name} = {place}", text, flags=re.MULTILINE)
        # As root: the folders of the tests are closed to its own user.
        main.write_text(re.sub(r"^\s*(?:user|group) = freerad$", "", text, flags=re.MULTILINE))
        self.output = self.folder / "output"
        self.process = None

    def words(self):
        return [found("freeradius"), "-f", "-l", str(self.output), "-d", str(self.configuration)]

    def is_up(self):
        return "Ready to process requests" in self.log

    @property
    def log(self):
        return self.output.read_text(errors="replace")[-4000:] if self.output.exists() else ""
