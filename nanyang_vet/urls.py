"""Every address of the site, visible in one place."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from departments.views import LoginView, PasswordChangeView
from progress.views.acknowledging import AcknowledgementsView, AcknowledgeView
from progress.views.briefing import BriefView
from progress.views.checkpoints import CheckpointsView
from progress.views.closing import (
    CloseView,
    ClosuresView,
    ClosureView,
    DecideClosureView,
    ReopenTaskView,
)
from progress.views.counties import ContributionView, CountiesView, HeatMapView
from progress.views.drafting import DraftView
from progress.views.evidence import EvidenceAddView, EvidenceFileView, EvidenceRemoveView
from progress.views.extending import (
    DecideExtensionView,
    ExtendView,
    ExtensionsView,
    ExtensionView,
)
from progress.views.filing import FilingView
from progress.views.holding import HoldingView
from progress.views.lists import (
    DueSoonView,
    LaggingView,
    OverdueView,
    SilentView,
    StandingsView,
    WhyView,
)
from progress.views.notices import CallsView, NoticesView, ReadNoticesView
from progress.views.organizations import OrganizationView
from progress.views.outlooks import OutlooksView, OutlookView
from progress.views.overview import DepartmentsView, HomeView
from progress.views.quarters import (
    LockView,
    MoveView,
    QuartersView,
    QuarterView,
    ReopenQuarterView,
)
from progress.views.reports import ReportsView, ReportView, UnfiledView
from progress.views.review import AcceptView, QueueView, ReopenView, ReturnView
from progress.views.saved_views import DeleteSavedViewView, SavedViewsView
from progress.views.scoring import (
    DecideObjectionView,
    ObjectionsView,
    ObjectionView,
    ObjectView,
    ScoresView,
    ScoreView,
)
from progress.views.sheets import ConfirmView, MarkedView, TemplateView, UploadView
from progress.views.summary import SummaryView
from progress.views.tasks import TasksView, TaskView
from progress.views.urging import UrgesView, UrgeView
from progress.views.withdrawing import WithdrawView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", PasswordChangeView.as_view(), name="password_change"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("filing/", FilingView.as_view(), name="filing"),
    path("filing/<int:pk>/draft/", DraftView.as_view(), name="filing-draft"),
    path("filing/template/", TemplateView.as_view(), name="filing-template"),
    path("filing/upload/", UploadView.as_view(), name="filing-upload"),
    path("filing/upload/confirm/", ConfirmView.as_view(), name="filing-confirm"),
    path("filing/upload/marked/", MarkedView.as_view(), name="filing-marked"),
    path("queue/", QueueView.as_view(), name="queue"),
    path("reports/", ReportsView.as_view(), name="reports"),
    path("reports/unfiled/", UnfiledView.as_view(), name="unfiled"),
    path("reports/<int:pk>/", ReportView.as_view(), name="report"),
    path("reports/<int:pk>/contribution/", ContributionView.as_view(), name="contribution"),
    path("reports/<int:pk>/accept/", AcceptView.as_view(), name="accept"),
    path("reports/<int:pk>/return/", ReturnView.as_view(), name="return"),
    path("reports/<int:pk>/reopen/", ReopenView.as_view(), name="reopen"),
    path("reports/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("reports/<int:pk>/evidence/", EvidenceAddView.as_view(), name="evidence-add"),
    path("holding/", HoldingView.as_view(), name="holding"),
    path("quarters/", QuartersView.as_view(), name="quarters"),
    path("quarters/<int:pk>/", QuarterView.as_view(), name="quarter"),
    path("quarters/<int:pk>/lock/", LockView.as_view(), name="quarter-lock"),
    path("quarters/<int:pk>/reopen/", ReopenQuarterView.as_view(), name="quarter-reopen"),
    path("quarters/<int:pk>/move/", MoveView.as_view(), name="quarter-move"),
    path("evidence/<int:pk>/", EvidenceFileView.as_view(), name="evidence"),
    path("evidence/<int:pk>/remove/", EvidenceRemoveView.as_view(), name="evidence-remove"),
    path("tasks/", TasksView.as_view(), name="tasks"),
    path("tasks/<int:pk>/", TaskView.as_view(), name="task"),
    path("standings/", StandingsView.as_view(), name="standings"),
    path("standings/overdue/", OverdueView.as_view(), name="overdue"),
    path("standings/lagging/", LaggingView.as_view(), name="lagging"),
    path("standings/silent/", SilentView.as_view(), name="silent"),
    path("standings/due-soon/", DueSoonView.as_view(), name="due-soon"),
    path("standings/<int:pk>/", WhyView.as_view(), name="why"),
    path("acknowledge/", AcknowledgeView.as_view(), name="acknowledge"),
    path("acknowledgements/", AcknowledgementsView.as_view(), name="acknowledgements"),
    path("urges/", UrgesView.as_view(), name="urges"),
    path("urges/<int:pk>/", UrgeView.as_view(), name="urge"),
    path("notices/", NoticesView.as_view(), name="notices"),
    path("notices/read/", ReadNoticesView.as_view(), name="notices-read"),
    path("calls/", CallsView.as_view(), name="calls"),
    path("extensions/", ExtensionsView.as_view(), name="extensions"),
    path("extensions/<int:pk>/", ExtensionView.as_view(), name="extension"),
    path("extensions/<int:pk>/decide/", DecideExtensionView.as_view(), name="decide-extension"),
    path("targets/<int:pk>/extend/", ExtendView.as_view(), name="extend"),
    path("outlooks/", OutlooksView.as_view(), name="outlooks"),
    path("targets/<int:pk>/outlook/", OutlookView.as_view(), name="outlook"),
    path("targets/<int:pk>/checkpoints/", CheckpointsView.as_view(), name="checkpoints"),
    path("closures/", ClosuresView.as_view(), name="closures"),
    path("closures/<int:pk>/", ClosureView.as_view(), name="closure"),
    path("closures/<int:pk>/decide/", DecideClosureView.as_view(), name="decide-closure"),
    path("closures/<int:pk>/reopen/", ReopenTaskView.as_view(), name="reopen-task"),
    path("tasks/<int:pk>/close/", CloseView.as_view(), name="close"),
    path("departments/", DepartmentsView.as_view(), name="departments"),
    path("counties/", CountiesView.as_view(), name="counties"),
    path("counties/heatmap/", HeatMapView.as_view(), name="heat-map"),
    path("organizations/<int:pk>/", OrganizationView.as_view(), name="organization"),
    path("views/", SavedViewsView.as_view(), name="saved-views"),
    path("views/<int:pk>/delete/", DeleteSavedViewView.as_view(), name="delete-saved-view"),
    path("scores/", ScoresView.as_view(), name="scores"),
    path("scores/object/", ObjectView.as_view(), name="object"),
    path("scores/<int:pk>/", ScoreView.as_view(), name="score"),
    path("objections/", ObjectionsView.as_view(), name="objections"),
    path("objections/<int:pk>/", ObjectionView.as_view(), name="objection"),
    path("objections/<int:pk>/decide/", DecideObjectionView.as_view(), name="decide-objection"),
    path("brief/", BriefView.as_view(), name="brief"),
    path("summary.xlsx", SummaryView.as_view(), name="summary"),
    path("admin/", admin.site.urls),
]
