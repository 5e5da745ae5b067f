// src/main/java/com/example/demo/ItemController.java
package com.example.demo;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ItemController {

    record NewItem(@NotBlank String title) {
    }

    private final ItemRepository items;

    ItemController(ItemRepository items) {
        this.items = items;
    }

    @PostMapping("/items")
    @ResponseStatus(HttpStatus.CREATED)
    Item create(@Valid @RequestBody NewItem body) {
        return items.save(new Item(body.title()));
    }
}
