"""The ways on which a reminder leaves the site. Each raises one of these, or has sent it."""


class NotSent(Exception):
    """Surely not delivered; it may be tried again. The text is kept, so it holds no secret."""


class Unknown(Exception):
    """Perhaps delivered: the connection broke after the message had gone out."""
