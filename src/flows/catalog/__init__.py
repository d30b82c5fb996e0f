"""Published versions of processes: read from files, checked, rehearsed by scenarios, immutable."""

from flows.catalog.check_processes import CheckReport, check_processes
from flows.catalog.export_package import Exported, export_package
from flows.catalog.load_processes import ContentRefused, LoadReport, load_processes
from flows.catalog.packages import Package, read_packages
from flows.catalog.publish_package import publish_package, wait_for_turn
from flows.catalog.versions import (
    PackageVersion,
    ProcessUnknown,
    PublishedProcess,
    VersionUnknown,
    current_process,
    current_versions,
    definition_of,
    diagram_of,
    form_of,
    latest_version,
    package_of,
    package_versions,
    process_names,
    published_processes,
    version_numbers,
    version_of,
)

__all__ = [
    "CheckReport",
    "ContentRefused",
    "Exported",
    "LoadReport",
    "Package",
    "PackageVersion",
    "ProcessUnknown",
    "PublishedProcess",
    "VersionUnknown",
    "check_processes",
    "current_process",
    "current_versions",
    "definition_of",
    "diagram_of",
    "export_package",
    "form_of",
    "latest_version",
    "load_processes",
    "package_of",
    "package_versions",
    "process_names",
    "publish_package",
    "published_processes",
    "read_packages",
    "version_numbers",
    "version_of",
    "wait_for_turn",
]
