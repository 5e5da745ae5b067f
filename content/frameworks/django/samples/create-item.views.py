# items/views.py
import json

from django.forms import ModelForm
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .models import Item


class ItemForm(ModelForm):
    class Meta:
        model = Item
        fields = ["title"]


@csrf_exempt  # the caller is a program that sends no session cookie
@require_POST
def create_item(request):
    try:
        data = json.loads(request.body)
    except ValueError:
        return JsonResponse({"error": "The body is not JSON."}, status=400)

    # A form reads text, so a number would pass as its digits: ask for a string.
    title = data.get("title") if isinstance(data, dict) else None
    form = ItemForm({"title": title if isinstance(title, str) else ""})
    if not form.is_valid():
        return JsonResponse({"error": form.errors["title"][0]}, status=422)

    item = form.save()
    return JsonResponse({"id": item.pk, "title": item.title}, status=201)
