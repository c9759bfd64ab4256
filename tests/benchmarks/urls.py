from django.http import HttpResponse
from django.urls import path

from config.urls import handler404, urlpatterns
from tests.benchmarks.nested import NestedRoadmap

urlpatterns = [
    path("bench/empty", lambda request: HttpResponse()),
    path("nested/<slug:slug>", NestedRoadmap.as_view()),
    *urlpatterns,
]

__all__ = ["handler404", "urlpatterns"]
