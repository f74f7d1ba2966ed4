"""Addresses of dossiers; timelines, sources and the like have theirs in folders of their own."""

from django.urls import path

from chronique.front.dossiers import views

urlpatterns = [
    path("", views.all_dossiers, name="dossiers"),
    path("<str:slug>/", views.dossier, name="dossier"),
    path("<str:slug>/changes/", views.changes, name="dossier_changes"),
    path("<str:slug>/changes/page/<int:number>/", views.changes),
    path("<str:slug>/changes/since/<int:since>/", views.changes, name="dossier_changes_since"),
    path("<str:slug>/changes/since/<int:since>/page/<int:number>/", views.changes),
]
