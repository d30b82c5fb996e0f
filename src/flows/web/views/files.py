"""A file that someone has handed in, to save: never shown in the place of a page."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from flows.files import content_of
from flows.inbox import readable_file
from flows.web.access import signed_in
from flows.web.current import actor, database_session

blueprint = Blueprint("file", __name__)

FILE_POLICY = "default-src 'none'; sandbox"
"""A file may do nothing, whatever is in it and however it is opened."""


@blueprint.get("/files/<uuid:file_id>")
@signed_in
def download(file_id: UUID) -> ResponseReturnValue:
    """The file, for those who see its case or its task."""
    transaction = database_session()
    file = readable_file(transaction, actor(), file_id)
    answer = send_file(
        BytesIO(content_of(transaction, file)),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer
