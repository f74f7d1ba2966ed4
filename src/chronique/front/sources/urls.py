"""Addresses of sources: their cards, their lists, and the lists for programs."""

from django.urls import path, re_path

from chronique.front.sources import taking, views

FILE = r"sources\.(?P<form>json|bib|ris)"

urlpatterns = [
    path("reliability/", views.reliability, name="reliability"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("dossiers/<str:slug>/sources/", views.of_dossier, name="dossier_sources"),
    path("dossiers/<str:slug>/sources/page/<int:number>/", views.of_dossier),
    re_path(rf"^sources/(?P<pk>[0-9]{{1,18}})/{FILE}$", taking.source),
    re_path(rf"^dossiers/(?P<slug>[^/]+)/{FILE}$", taking.of_dossier, name="dossier_sources_file"),
    re_path(rf"^(?P<path>.+/){FILE}$", taking.of_article),
]
