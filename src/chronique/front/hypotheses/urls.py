"""Address of a dossier's hypotheses, below the dossiers' own."""

from django.urls import path

from chronique.front.hypotheses import views

urlpatterns = [path("<str:slug>/hypotheses/", views.hypotheses, name="hypotheses")]
