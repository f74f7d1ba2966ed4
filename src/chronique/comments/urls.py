"""Addresses of comments and of the pages of their threads."""

from django.urls import path, re_path

from chronique.comments import views

urlpatterns = [
    path("comment/", views.imported_comment),
    path("comment/<int:pk>/", views.comment, name="comment"),
    path("comment/<int:pk>/thread/", views.thread, name="thread"),
    path("comment/<int:pk>/thread/<int:number>/", views.thread),
    re_path(r"^(?P<path>.+/)comments/(?P<number>[0-9]{1,6})/$", views.comments),
    re_path(r"^(?P<path>.+/)comment-page-[0-9]+/$", views.wordpress_page),
]
