// src/hello.controller.ts
import { Controller, Get, Param } from '@nestjs/common';

@Controller('hello')
export class HelloController {
  @Get(':name')
  greet(@Param('name') name: string) {
    // A returned object is sent as JSON with status 200.
    return { message: `Hello, ${name}!` };
  }
}
