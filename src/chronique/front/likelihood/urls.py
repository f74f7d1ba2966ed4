"""Address of the words of likelihood."""

from django.urls import path

from chronique.front.likelihood import views

urlpatterns = [path("", views.likelihood, name="likelihood")]
