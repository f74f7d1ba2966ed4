"""Addresses of newsletters' pages, and of those that letters lead to."""

from django.urls import path

from chronique.front.letters import own, views

urlpatterns = [
    path("", views.letters, name="letters"),
    path("asked/", views.asked, name="letters_asked"),
    path("asked/<str:token>/", views.prove, name="letters_prove"),
    path("proof/<str:token>/", views.proof, name="letters_proof"),
    path("confirm/<str:token>/", own.confirm, name="letters_confirm"),
    path("settings/<str:token>/", own.settings, name="letters_settings"),
    path("leave/<str:token>/", own.leave, name="letters_leave"),
]
