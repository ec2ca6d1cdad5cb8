"""What every form shares: WTForms without its own sentences, read from the request."""

from typing import Self

from flask import request
from wtforms import Form


class PageForm(Form):
    """A form of a page; its checks run when it was posted."""

    class Meta(Form.Meta):  # type: ignore[misc]  # WTForms' stubs leave it untyped
        """Messages are ours, in every form's own words: WTForms' catalogues stay out."""

        locales = False

    @classmethod
    def posted(cls, **defaults: object) -> Self:
        """The form with what was posted, or its defaults."""
        return cls(request.form if request.method == "POST" else None, data=defaults or None)
