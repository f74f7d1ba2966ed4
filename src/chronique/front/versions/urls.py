"""Addresses of what was corrected, and of what articles said before."""

from django.urls import path, re_path

from chronique.front.versions import memento, views

NUMBER = "(?P<number>[1-9][0-9]{0,5})"

urlpatterns = [
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/page/<int:number>/", views.corrections),
    re_path(r"^timegate/(?P<address>.+)$", memento.time_gate, name="timegate"),
    re_path(r"^timemap/(?P<address>.+)$", memento.time_map, name="timemap"),
    re_path(r"^(?P<path>.+/)versions/$", views.versions, name="versions"),
    re_path(rf"^(?P<path>.+/)versions/{NUMBER}/$", views.version, name="version"),
    re_path(rf"^(?P<path>.+/)changes/{NUMBER}/$", views.changes, name="changes"),
]
