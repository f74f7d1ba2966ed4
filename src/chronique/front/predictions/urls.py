"""Addresses of what was predicted."""

from django.urls import path

from chronique.front.predictions import views

urlpatterns = [
    path("predictions/", views.predictions, name="predictions"),
    path("predictions/page/<int:number>/", views.predictions),
    path("predictions/<int:pk>/", views.prediction, name="prediction"),
    path("author/<str:slug>/record/", views.record, name="record"),
    path("author/<str:slug>/record/page/<int:number>/", views.record),
]
