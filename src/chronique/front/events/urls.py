"""Addresses of timelines and of events."""

from django.urls import path

from chronique.front.events import views

urlpatterns = [
    path("events/", views.all_events, name="events"),
    path("events/<int:pk>/", views.event, name="event"),
    path("dossiers/<str:slug>/timeline/", views.timeline, name="timeline"),
    path("dossiers/<str:slug>/timeline.json", views.timeline_as_json, name="timeline_json"),
    path("dossiers/<str:slug>/timeline.ics", views.timeline_as_calendar, name="timeline_calendar"),
]
