"""One walk through a page of each kind, asking everything that can be asked at one loading.

To load a page takes longer than most questions, so each is loaded only twice: in a window where a
mouse is used, and on a phone.
"""

from collections.abc import Iterator, Mapping

from playwright.sync_api import BrowserContext, Page

from tests.flows.pages import AXE, COLOURS, axe, faults_of, promised, requests_elsewhere

# What was found, by what was asked and by page: a page without faults has an empty list.
Findings = dict[str, dict[str, list[str]]]

WIDTHS = [320, 360, 768, 1440]
PHONE = 360
# Stops of the Tab key on one page; and how often it is pressed before somebody looks.
MOST_STOPS, AT_ONCE = 400, 20

# How much wider than the window the page is, once what answers to the window's width has done so.
WIDER = """() => new Promise(tell => requestAnimationFrame(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  tell(scrollWidth - clientWidth)
}))"""
# Where each element stands, and whether it is seen. What differs not in this differs by colours.
PLACES = """() => Array.from(document.querySelectorAll("*"), it => {
  const { x, y, width, height } = it.getBoundingClientRect()
  const seen = it.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  return [x, y, width, height, seen].join()
}).join(";")"""
# Remembers each element that gets the focus, and whether anything shows it: an outline, a shadow,
# or looks that differ from the same element's when it has lost the focus.
WATCH_THE_FOCUS = """() => {
  const looks = it => { const s = getComputedStyle(it); return [s.outlineStyle, s.outlineWidth,
    s.boxShadow, s.backgroundColor, s.borderColor, s.textDecoration, s.color].join() }
  let focused, first
  window.stops = []
  window.beginsAnew = false
  addEventListener("focusin", ({ target: it }) => {
    beginsAnew ||= it === first
    if (beginsAnew) return
    first ??= it
    const box = it.getBoundingClientRect()
    focused = looks(it)
    stops.push({ html: it.outerHTML.slice(0, 150), href: it.getAttribute("href"),
      shown: getComputedStyle(it).outlineStyle !== "none", seen: box.width > 0 && box.height > 0 })
  })
  addEventListener("focusout", ({ target: it }) => {
    if (!beginsAnew) stops.at(-1).shown ||= looks(it) !== focused
  })
}"""
# From the top, also where a form has taken the focus.
TO_THE_TOP = """() => {
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute("tabindex")
}"""
# Behind the last stop the focus is on nothing, and one Tab later on the first again.
IS_THROUGH = """beginsAnew || document.activeElement === null
  || document.activeElement === document.body"""


def walk(
    url: str, kinds: Mapping[str, str], *, mouse: BrowserContext, phone: BrowserContext
) -> Findings:
    """Open a page of each kind in both windows; return what was found there."""
    findings: Findings = {}
    for window, ask in ((mouse, ask_with_a_mouse), (phone, ask_on_a_phone)):
        errors = faults_of(window)
        page = window.new_page()
        for kind, path in kinds.items():
            with requests_elsewhere(page) as elsewhere:
                page.goto(f"{url}{path}", wait_until="load")
                answers = [*ask(page), ("elsewhere", elsewhere), ("errors", errors.copy())]
            errors.clear()
            for asked, faults in answers:
                findings.setdefault(asked, {}).setdefault(f"{kind} {path}", []).extend(faults)
    return findings


def ask_with_a_mouse(page: Page) -> Iterator[tuple[str, list[str]]]:
    yield "axe, light", axe(page)
    page.emulate_media(color_scheme="dark")
    yield "axe, dark", axe(page, COLOURS)
    page.emulate_media(color_scheme="light")
    begun = page.viewport_size
    assert begun
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": begun["height"]})
        yield f"width {width}", too_wide(page)
    page.set_viewport_size(begun)
    yield "keyboard", keyboard_faults(page)


def ask_on_a_phone(page: Page) -> Iterator[tuple[str, list[str]]]:
    yield "axe, phone", axe(page)
    yield f"width {PHONE}", too_wide(page)


def by_day_and_night(page: Page) -> list[str]:
    """Return axe's violations and what is too wide, by day and in the dark.

    Where all stands in the dark as by day, axe is asked there what colours can break.
    """
    found, day = [*axe(page), *too_wide(page)], page.evaluate(PLACES)
    page.emulate_media(color_scheme="dark")
    as_by_day = page.evaluate(PLACES) == day
    found += [*axe(page, COLOURS if as_by_day else AXE), *too_wide(page)]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    pixels = promised(page, WIDER)
    return [f"wider by {pixels} px"] if pixels > 0 else []


def keyboard_faults(page: Page) -> list[str]:
    """Return where the Tab key leads astray: it begins with the way to the text, and is seen."""
    stops = keyboard_path(page)
    faults = [f"not seen: {stop['html']}" for stop in stops if not stop["shown"]]
    faults += [f"has no place: {stop['html']}" for stop in stops if not stop["seen"]]
    if not stops or stops[0]["href"] != "#content":
        faults.append(f"begins with {stops[0]['html'] if stops else 'nothing'}")
    links = page.locator("a[href]:visible").count()
    if len({stop["html"] for stop in stops}) <= 5 and links >= 6:
        faults.append("holds the keyboard")
    return faults


def keyboard_path(page: Page) -> list[dict[str, str]]:
    """Return the stops of the Tab key through the page."""
    page.evaluate(TO_THE_TOP)
    page.evaluate(WATCH_THE_FOCUS)
    for _ in range(MOST_STOPS // AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate(IS_THROUGH):
            break
    stops: list[dict[str, str]] = page.evaluate("document.activeElement?.blur(), window.stops")
    return stops
