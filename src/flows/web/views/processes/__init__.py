"""The pages of process owners. One module a page; each has a `blueprint`."""

from flows.web.views.processes import (
    check,
    decision,
    diagram,
    files,
    form,
    importing,
    listing,
    new,
    outline,
    overview,
    publish,
    scenarios,
    versions,
)

VIEWS = (
    check,
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
)
