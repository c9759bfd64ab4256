"""The addresses of the pages about oneself, under /account/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("keys", views.keys_page, name="keys"),
    path("keys/<uuid:pk>/revoke", views.revoke_key, name="revoke-key"),
]
