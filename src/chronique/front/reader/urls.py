"""Addresses of readers' own pages."""

from django.urls import path

from chronique.front.reader import views

urlpatterns = [
    path("confirm/<str:token>/", views.confirm, name="reader_confirm"),
    path("settings/<str:token>/", views.settings, name="reader_settings"),
    path("stop/<str:token>/", views.stop, name="reader_stop"),
    path("data/", views.ask_data, name="reader_ask_data"),
    path("data/<str:token>/", views.data, name="reader_data"),
    path("data/<str:token>/data.json", views.data_as_json, name="reader_data_json"),
]

# At the root of the site.
public = [
    path("privacy/", views.privacy, name="privacy"),
    path("transparency/", views.transparency, name="transparency"),
]
