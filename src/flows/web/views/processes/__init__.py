"""The pages of process owners. One module a page; each has a `blueprint`."""

from flows.web.views.processes import (
    check,
    compare,
    decision,
    diagram,
    files,
    form,
    importing,
    listing,
    moves,
    new,
    outline,
    overview,
    publish,
    rehearse,
    scenarios,
    versions,
)

VIEWS = (
    check,
    compare,
    decision,
    diagram,
    files,
    form,
    importing,
    listing,
    new,
    outline,
    overview,
    scenarios,
    publish,
    versions,
    rehearse,
    moves,
)
