"""Every address of the site, visible in one place."""

urlpatterns: list[object] = []
