"""Small drawings beside words, never instead of them."""

from flask import Flask
from markupsafe import Markup

_PATHS = {
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "clock": "M12 7v5l3.5 2M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17z",
    "cross": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "dash": "M6 12h12",
    "edit": "M4 20l1-4.5L15.5 5 19 8.5 8.5 19 4 20zM13 7.5l3.5 3.5",
    "left": "M19 12H5.5M11 6l-6 6 6 6",
    "mail": "M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5",
    "pause": "M9 5.5v13M15 5.5v13",
    "person": "M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6",
    "plus": "M12 5v14M5 12h14",
    "right": "M5 12h13.5M13 6l6 6-6 6",
    "search": "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20.5 20.5",
    "stop": "M8.2 3.5h7.6l4.7 4.7v7.6l-4.7 4.7H8.2l-4.7-4.7V8.2zM12 7.5v5.5M12 16v.5",
    "warning": "M12 4L2.8 20h18.4zM12 10v4.5M12 17v.5",
}


def install(app: Flask) -> None:
    """Give templates `icon(name)`."""
    app.jinja_env.globals["icon"] = icon


def icon(name: str) -> Markup:
    """An icon in the size and colour of the text beside it, silent to screen readers."""
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>'
    ).format(_PATHS[name])
