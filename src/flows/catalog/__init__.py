"""Published versions of processes: read from files, checked, rehearsed by scenarios, immutable."""

from flows.catalog.check_processes import CheckReport, check_processes
from flows.catalog.load_processes import ContentRefused, LoadReport, load_processes
from flows.catalog.packages import Package, read_packages
from flows.catalog.versions import (
    PackageVersion,
    ProcessUnknown,
    PublishedProcess,
    current_process,
    definition_of,
    diagram_of,
    form_of,
    latest_version,
    package_of,
    package_versions,
    process_names,
    published_processes,
    version_numbers,
)

__all__ = [
    "CheckReport",
    "ContentRefused",
    "LoadReport",
    "Package",
    "PackageVersion",
    "ProcessUnknown",
    "PublishedProcess",
    "check_processes",
    "current_process",
    "definition_of",
    "diagram_of",
    "form_of",
    "latest_version",
    "load_processes",
    "package_of",
    "package_versions",
    "process_names",
    "published_processes",
    "read_packages",
    "version_numbers",
]
