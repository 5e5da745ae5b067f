# hello/views.py
from django.http import JsonResponse


def hello(request, name):
    return JsonResponse({"message": f"Hello, {name}!"})
