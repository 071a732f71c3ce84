from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "nanyang_vet.kit"
    label = "kit"
