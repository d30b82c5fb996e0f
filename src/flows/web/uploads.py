"""Files that come with a form: counted while they come in, so that too much is never kept.

What is more than `max_upload_bytes` is received and dropped, up to RECEIVED_TIMES as much: only a
browser that could send all it had shows the page that says what was wrong, with all that was typed.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, request

from flows.forms import Form, Upload, Uploads, about_file
from flows.inbox import receive
from flows.web.current import actor, database_session, now, settings
from flows.web.form_fields import FormFields, fields_of
from flows.web.language import language
from flows.web.visitor import session_token

RECEIVED_TIMES = 4
_TEXT_BYTES = 1024 * 1024
_MARK = "flows_takes_files"

View = TypeVar("View", bound=Callable[..., Any])


class UploadRequest(Request):
    """A request whose files share the room that the settings give them."""

    room: int

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not hasattr(self, "room"):
            self.room = current_app.config["MAX_UPLOAD_BYTES"]
        return _CountedFile(self)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        # A part without a name belongs to no field; those who read a form don't expect it.
        for fields in ("form", "files"):
            found = self.__dict__.get(fields, {})
            if None in found:
                named = [pair for pair in found.items(multi=True) if pair[0] is not None]
                self.__dict__[fields] = type(found)(named)


class _CountedFile(BytesIO):
    """A file on its way in: it holds all that was sent or, for lack of room, nothing."""

    def __init__(self, incoming: UploadRequest) -> None:
        super().__init__()
        self._incoming = incoming
        self.sent = 0
        self.dropped = False

    def write(self, part: Any, /) -> int:
        if not self.dropped and len(part) > self._incoming.room:
            self.dropped = True
            self._incoming.room += self.sent
            self.seek(0)
            self.truncate()
        self.sent += len(part)
        if self.dropped:
            return len(part)
        self._incoming.room -= len(part)
        return super().write(part)


def install(app: Flask) -> None:
    """Let views that take files be sent more than others; give templates `about_file`.

    Has to be installed before anything that reads a form.
    """
    app.before_request(_let_in)
    app.jinja_env.globals["about_file"] = _about_file


def takes_files(view: View) -> View:
    """Files may be sent to the view, by those who have signed in."""
    setattr(view, _MARK, True)
    return view


def sent_files() -> Uploads:
    """The files of the present request."""
    files = {
        name: [_upload(file.filename, file.stream) for file in sent if file.filename]
        for name, sent in request.files.lists()
    }
    return Uploads(files, settings().max_upload_bytes)


def fields_as_typed(
    form: Form | None, variables: Mapping[str, Any], task_id: str | None = None
) -> FormFields:
    """The fields of a form as this request has brought them, right or wrong.

    Its files are kept for a while, so that they need not be chosen again.
    """
    if form is None:
        return FormFields(())
    received = receive(
        database_session(),
        actor(),
        form,
        request.form,
        sent_files(),
        variables,
        now=now(),
        task_id=task_id,
    )
    typed = form.read(received.submitted, received.variables, now=now()).raw
    return fields_of(form, received.variables, typed, received.refused)


def _upload(name: str, stream: IO[bytes]) -> Upload:
    file = cast(_CountedFile, stream)
    return Upload(name, file.sent, None if file.dropped else file.getvalue())


def _let_in() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    with_files = request.mimetype == "multipart/form-data"
    if with_files and getattr(view, _MARK, False) and session_token():
        most = RECEIVED_TIMES * current_app.config["MAX_UPLOAD_BYTES"] + _TEXT_BYTES
        request.max_content_length = most


def _about_file(media_type: str, size: int) -> str:
    return about_file(media_type, size, language())
