"""Where the filter is asked from elsewhere. As with Akismet, no slash ends these addresses."""

from django.urls import path

from chronique.spam.akismet import views

urlpatterns = [path("akismet/1.1/<slug:what>", views.answer, name="akismet")]
