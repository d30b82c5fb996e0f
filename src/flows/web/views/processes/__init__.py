"""The pages of process owners. One module a page; each has a `blueprint`."""

from flows.web.views.processes import (
    decision,
    diagram,
    files,
    form,
    importing,
    listing,
    new,
    overview,
    scenarios,
    publish,
    versions,
)

VIEWS = (
    decision,
    diagram,
    files,
    form,
    importing,
    listing,
    new,
    overview,
    scenarios,
    publish,
    versions,
)
