"""The pages of process owners. One module a page; each has a `blueprint`."""

from flows.web.views.processes import files, listing, overview

VIEWS = (
    files,
    listing,
    overview,
)
