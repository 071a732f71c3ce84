"""The annual summary workbook (年度督查汇总表)."""

from departments.models import User
from nanyang_vet.kit.workbook import Sheet
from progress.selecting import Selection


def summary_sheets(user: User, selection: Selection) -> list[Sheet]:
    return []
