"""Addresses of dossiers; timelines, sources and the like have theirs in folders of their own."""

from django.urls import path

from chronique.front.dossiers import views

urlpatterns = [
    path("", views.all_dossiers, name="dossiers"),
    path("<str:slug>/", views.dossier, name="dossier"),
]
