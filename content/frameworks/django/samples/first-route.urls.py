# mysite/urls.py
from django.contrib import admin
from django.urls import path

from hello import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("hello/<str:name>", views.hello),
]
