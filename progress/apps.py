from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = _("Reports and standings")

    def ready(self) -> None:
        from nanyang_vet.kit.signals import master_data_changed
        from progress.plans import bring_up_to_date

        master_data_changed.connect(bring_up_to_date)
