"""How much may be sent in one request."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class WholeRequestLimit(FileUploadHandler):
    """Refuses a request with files before it is read, if it says that it is larger than allowed.

    Stands before the handlers that store: without it any page, the login included, would fill
    the disk with whatever somebody sends.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.UPLOAD_MAX_REQUEST_BYTES:
            raise RequestDataTooBig("More than UPLOAD_MAX_REQUEST_BYTES in one request.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave it to the handlers behind."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the handlers behind."""
