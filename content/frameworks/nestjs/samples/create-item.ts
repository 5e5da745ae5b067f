// src/items.module.ts: add ItemsModule to the imports of AppModule
import {
  Body,
  Controller,
  Injectable,
  Module,
  Post,
  ValidationPipe,
} from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { Transform } from 'class-transformer';
import { IsNotEmpty, IsString } from 'class-validator';

export class CreateItemDto {
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @IsNotEmpty()
  title!: string;
}

export interface Item {
  id: number;
  title: string;
}

@Injectable()
export class ItemsService {
  private readonly items: Item[] = [];

  create({ title }: CreateItemDto): Item {
    const item = { id: this.items.length + 1, title };
    this.items.push(item);
    return item;
  }
}

@Controller('items')
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  @Post() // answers 201 by itself
  create(@Body() body: CreateItemDto): Item {
    return this.items.create(body);
  }
}

@Module({
  controllers: [ItemsController],
  providers: [
    ItemsService,
    // Applies to every route; an invalid body is answered with 400.
    {
      provide: APP_PIPE,
      useValue: new ValidationPipe({ whitelist: true, transform: true }),
    },
  ],
})
export class ItemsModule {}
