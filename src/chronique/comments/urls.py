"""Addresses of comments and of the pages of their threads."""

from django.urls import path, re_path

from chronique.comments.views import (
    by_mail,
    liking,
    news,
    own,
    posting,
    proving,
    reading,
    reporting,
)

urlpatterns = [
    path("moderate/<str:token>/", by_mail.decide, name="moderate_by_mail"),
    path("appeal/<str:token>/", by_mail.appeal, name="appeal"),
    path("comment/", reading.imported_comment),
    path("comment/<int:pk>/", reading.comment, name="comment"),
    path("comment/<int:pk>/thread/", reading.thread, name="thread"),
    path("comment/<int:pk>/thread/<int:number>/", reading.thread),
    path("comment/<int:pk>/edit/", own.edit, name="edit_comment"),
    path("comment/<int:pk>/remove/", own.remove, name="remove_comment"),
    path("comment/<int:pk>/like/", liking.like_comment, name="like_comment"),
    path("comment/<int:pk>/proof/", proving.prove, name="prove_comment"),
    path("comment/<int:pk>/report/", reporting.report, name="report_comment"),
    re_path(r"^(?P<path>.+/)like/$", liking.like_article, name="like_article"),
    re_path(r"^(?P<path>.+/)comments/after/(?P<after>[0-9]{1,19})/$", news.news),
    re_path(r"^(?P<path>.+/)comments/(?P<order>newest|liked)/$", reading.comments),
    re_path(
        r"^(?P<path>.+/)comments/(?P<order>newest|liked)/(?P<number>[0-9]{1,6})/$",
        reading.comments,
    ),
    re_path(r"^(?P<path>.+/)comments/$", posting.write, name="write_comment"),
    re_path(r"^(?P<path>.+/)comments/(?P<number>[0-9]{1,6})/$", reading.comments),
    re_path(r"^(?P<path>.+/)comment-page-[0-9]+/$", reading.wordpress_page),
]
