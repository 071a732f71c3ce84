"""Plain-text e-mail over the server that EMAIL_URL names."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from progress.channels import NotSent, Unknown


def is_on() -> bool:
    return settings.EMAIL_ENABLED


def send(address: str, subject: str, text: str) -> str:
    """Send one message; returns what to keep as the server's answer.

    Raises NotSent where the server could not be reached or refused it, Unknown where the
    connection broke off while it was being handed over.
    """
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(_told(error)) from error
    try:
        EmailMessage(subject, text, to=[address], connection=connection).send()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        # SMTPException is an OSError too; what the server answered is no doubt.
        if isinstance(error, smtplib.SMTPException) and not isinstance(
            error, smtplib.SMTPServerDisconnected
        ):
            raise NotSent(_told(error)) from error
        raise Unknown(_told(error)) from error
    finally:
        _close(connection)
    return _("accepted by the mail server")


def _close(connection: object) -> None:
    """The message is handed over or not by now: a farewell that fails changes nothing."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (smtplib.SMTPException, OSError):
        return


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
