"""XlsxWriter's worksheet with two habits of its constant-memory mode put right."""

from typing import Any

from xlsxwriter.worksheet import Worksheet


class PlainWorksheet(Worksheet):
    """Each row is written as soon as the next one begins, and then forgotten altogether.

    XlsxWriter writes a text in angle brackets, "<r>…</r>", as it stands into the file's XML: what
    somebody typed could spoil the file or forge its looks. Here it is a text like any other.
    """

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:
        is_padded = string != string.strip()
        self._xml_inline_string(string, is_padded, attributes)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        done = self.previous_row
        super()._write_single_row(current_row_num)
        # Else the heights of all rows are kept to the end: some 20 MB for 50,000 of them.
        self.row_info.pop(done, None)
        self.row_sizes.pop(done, None)
