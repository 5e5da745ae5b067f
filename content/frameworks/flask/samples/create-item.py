# app.py
from flask import Flask, request

app = Flask(__name__)
items = []  # one process only, and gone when it stops


@app.post("/items")
def create_item():
    data = request.get_json(silent=True)
    title = data.get("title") if isinstance(data, dict) else None
    if not isinstance(title, str) or not title.strip():
        return {"error": "title must be a non-empty string"}, 422

    item = {"id": len(items) + 1, "title": title.strip()}
    items.append(item)
    return item, 201
