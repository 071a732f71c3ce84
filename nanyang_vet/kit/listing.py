"""One list view: the screen and the download share the same filtered, sorted rows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.functional import Promise
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from nanyang_vet.kit import workbook
from nanyang_vet.kit.fields import dress

PER_PAGE = 50


class FixedPaginator(Paginator):
    """Pages of one size: `?per_page=` in an address, which could be -1, is not heard."""

    def __init__(self, rows: Any, _per_page: int, **kwargs: Any) -> None:
        super().__init__(rows, PER_PAGE, **kwargs)


class DownloadMixin(SingleTableMixin):
    """A page around one table, with `?export=xlsx` for exactly the rows of the table."""

    # Not paginate_by: that one counts the rows a second time.
    table_pagination = {"paginator_class": FixedPaginator}
    template_name: str | None = "kit/list.html"
    title: str | Promise = ""
    intro: str | Promise = ""
    empty_text: str | Promise = ""

    def get_title(self) -> str:
        return str(self.title)

    def get_intro(self) -> str:
        return str(self.intro)

    def get_note(self) -> str:
        """What the rows are as of, for the second line of the download."""
        return ""

    def get_full_note(self, context: dict[str, Any]) -> str:
        """The note, with the filters that were set: a file has to tell by itself what it holds."""
        return "；".join(part for part in (self.get_note(), *chosen(context.get("filter"))) if part)

    def get_fills(self) -> dict[str, str]:
        return {}

    def shown(self, table: Any) -> list[Any]:
        """The records of the page on screen, or all of them for a download: for what a view has
        to fetch beside them, in as many queries as ever."""
        rows = table.rows if self.is_download else table.paginated_rows
        return [row.record for row in rows]

    @property
    def is_download(self) -> bool:
        return self.request.GET.get("export") == "xlsx"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.is_download:
            return self.download(context)
        return super().render_to_response(context, **kwargs)

    def download(self, context: dict[str, Any]) -> HttpResponse:
        head, *rows = context["table"].as_values()
        sheet = workbook.Sheet(
            name=self.get_title(),
            title=self.get_title(),
            head=[str(one) for one in head],
            rows=rows,
            note=self.get_full_note(context),
            fills=self.get_fills(),
        )
        return workbook.response([sheet], f"{self.get_title()} {self.get_note()}".strip())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"title": self.get_title(), "intro": self.get_intro(), "note": self.get_note()}
        context = super().get_context_data(**kwargs) | extra
        # The paginator has counted them; only a table without pages counts here.
        page = getattr(context["table"], "page", None)
        context["row_count"] = page.paginator.count if page else len(context["table"].rows)
        return context

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"empty_text": self.empty_text or None}


def chosen(filterset: Any) -> list[str]:
    """What was asked of a list, as “label: choice” in the words of its form."""
    if filterset is None or not filterset.form.is_valid():
        return []
    form = filterset.form
    return [
        f"{form.fields[name].label}：{_words(form.fields[name], value)}"
        for name, value in form.cleaned_data.items()
        if value not in (None, "")
    ]


def _words(field: Any, value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    return str(dict(getattr(field, "choices", [])).get(value, value))


class ListView(DownloadMixin, FilterView):
    """A filtered table: the download holds exactly the rows that the filters leave.

    A subclass names its queryset, `table_class`, `filterset_class` and `title`.
    """

    def get_filterset(self, filterset_class: Any) -> Any:
        filterset = super().get_filterset(filterset_class)
        dress(filterset.form, "sm")
        return filterset


class TableView(DownloadMixin, TemplateView):
    """A table of rows that are counted, not stored: a subclass gives `get_table_data`."""
