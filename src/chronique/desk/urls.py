"""Addresses of the desk that are not Wagtail's own, below its own."""

from django.urls import path

from chronique.desk import views

urlpatterns = [path("clean-paste/", views.clean_paste, name="clean_paste")]
