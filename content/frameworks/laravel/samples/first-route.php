<?php
// routes/web.php

use Illuminate\Support\Facades\Route;

Route::get('/hello/{name}', fn (string $name) => ['message' => "Hello, {$name}!"]);
