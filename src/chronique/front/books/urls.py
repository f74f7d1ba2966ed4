"""Addresses of what readers may take away."""

from django.urls import path

from chronique.front.books import views

urlpatterns = [
    path("", views.index, name="offered_books"),
    path("<str:key>/<str:name>", views.book, name="offered_book"),
]
