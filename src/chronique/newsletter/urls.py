"""Addresses for programs; those for readers are `front`'s."""

from django.urls import path

from chronique.newsletter import views

urlpatterns = [
    path(
        "_util/letters/<slug:provider>/<slug:secret>/", views.told_by_provider,
        name="letters_told_by_provider",
    ),
]  # fmt: skip
