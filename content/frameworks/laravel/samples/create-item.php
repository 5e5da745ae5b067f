<?php
// routes/api.php

use App\Models\Item;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::post('/items', function (Request $request) {
    // A failed rule ends the request with 422 and the list of errors.
    $data = $request->validate([
        'title' => ['required', 'string', 'max:255'],
    ]);

    return response()->json(Item::create($data), 201);
});
