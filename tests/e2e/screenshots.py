"""Draws docs/images from the example organisation of `martlet demo`. Run by `make screenshots`.

Each subject is drawn in English and light and in Japanese and dark; the first impressions in all four, and what people
open on the train on a phone as well. Pictures are reduced to 256 colours, which such pages hardly show.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.chromium import Visitor, launched  # noqa: E402
from harness.example import APPS, Example, running  # noqa: E402
from harness.server import ROOT  # noqa: E402

IMAGES = ROOT / "docs" / "images"
LIMIT = 300 * 1024
DESK = {"viewport": {"width": 1280, "height": 832}, "device_scale_factor": 1.5}
# For pages whose point is further down.
TALL = {"viewport": {"width": 1280, "height": 1240}, "device_scale_factor": 1.25}
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
STYLES = {"en-light": ("en-GB", "light"), "en-dark": ("en-GB", "dark"), "ja-light": ("ja-JP", "light"),
          "ja-dark": ("ja-JP", "dark")}
TWO = ("en-light", "ja-dark")


def save(window, name, element=None):
    window.page.wait_for_timeout(150)
    data = (window.page.locator(element).first if element else window.page).screenshot(animations="disabled")
    image = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in (256, 128, 64):
        buffer = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= LIMIT:
            break
    path = IMAGES / f"{name}.png"
    path.write_bytes(buffer.getvalue())
    print(f"  {path.relative_to(ROOT)}  {image.width}×{image.height}  {buffer.tell() // 1024} KB", flush=True)


class Studio:
    def __init__(self, chromium, server):
        self.chromium = chromium
        self.server = server

    def window(self, style, shape=DESK, cookies=None):
        locale, scheme = STYLES[style]
        window = Visitor(self.chromium, self.server.base, locale=locale, color_scheme=scheme, **shape)
        if cookies:
            window.context.add_cookies(cookies)
        return window

    def session(self, person, start):
        """Signs in once; the cookies serve every style."""
        window = self.window("en-light")
        window.open(start)
        self.walk(window, person)
        assert window.path.startswith(start), f"{person.upn}: {window.page.url} {window.words[:200]}"
        cookies = window.context.cookies()
        window.close()
        return cookies

    @staticmethod
    def walk(window, person, until=None):
        """Goes through the sign-in, up to the step named."""
        for _ in range(10):
            step = window.step
            if step is None or step == until:
                return
            form = window.form(f"/{step}")
            if step == "name":
                window.send(form, {"username": person.upn})
            elif step == "password":
                window.send(form, {"password": person.password})
            elif step == "code":
                window.send(form, {"code": person.authenticator.code()})
            elif step == "stay":
                window.send(form, button=("stay", "no"))
            else:
                raise AssertionError(f"{person.upn} meets {step}")


def draw(studio, administrator, member, newcomers, application):
    # The admin center first: every sign-in of this script adds a row to the log that it shows.
    cookies = studio.session(administrator, "/admin")
    for style in STYLES:
        window = studio.window(style, TALL, cookies=cookies)
        window.open("/admin")
        save(window, f"admin-overview-{style}")
        window.close()
    for style in TWO:
        window = studio.window(style, cookies=cookies)
        for name, path in (("users", "/admin/users"), ("sign-ins", "/admin/signins"), ("audit", "/admin/audit"),
                           ("security-defaults", "/admin/security-defaults"), ("methods", "/admin/methods")):
            window.open(path)
            save(window, f"admin-{name}-{style}")
        window.open("/admin/signins?status=success")
        row = window.page.locator("main tr", has_text="MFA").filter(has_text=application).first
        row.locator("a[href*='/admin/signins/']").first.click()
        window.page.wait_for_load_state()
        save(window, f"admin-sign-in-{style}")
        window.close()
        window = studio.window(style, PHONE, cookies=cookies)
        window.open("/admin")
        save(window, f"phone-admin-overview-{style}")
        window.close()

    cookies = studio.session(member, "/account")
    for style in TWO:
        for shape, name in ((DESK, "account"), (PHONE, "phone-account")):
            window = studio.window(style, shape, cookies=cookies)
            window.open("/account")
            save(window, f"{name}-{style}")
            window.close()
        window = studio.window(style, TALL, cookies=cookies)
        window.open("/account/security")
        save(window, f"account-security-{style}")
        window.close()

    for style in STYLES:
        window = studio.window(style)
        window.open("/account")
        save(window, f"sign-in-{style}")
        window.close()
    person = newcomer(studio, newcomers)
    for style in TWO:
        for shape, name in ((TALL, "registration"), (PHONE, "phone-registration")):
            window = studio.window(style, shape)
            window.open("/account")
            if shape is PHONE:
                save(window, f"phone-sign-in-{style}")
            studio.walk(window, person, until="register")
            save(window, f"{name}-{style}")
            window.close()


def newcomer(studio, people):
    """Somebody who meets the registration at the next sign-in and may still put it off."""
    for person in people:
        window = studio.window("en-light")
        try:
            window.open("/account")
            studio.walk(window, person, until="register")
            if window.step == "register" and window.page.locator('form[action$="/skip"]').count():
                return person
        except AssertionError:
            # A temporary password, perhaps: the next one.
            pass
        finally:
            window.close()
    raise AssertionError("nobody in the demo is in the grace")


def main():
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(f"{folder}/data") as server, launched() as chromium:
        example = Example(server)
        studio = Studio(chromium, server)
        newcomers = [person for person, roles in example.people if not person.authenticator and not roles]
        # The second one is a management app: everybody was asked for a second factor, and the log says why.
        application = server.lines[server.lines.index(APPS) + 2].strip().split(":")[0]
        draw(studio, example.known("administrator"), example.known("member"), newcomers, application)


if __name__ == "__main__":
    main()
