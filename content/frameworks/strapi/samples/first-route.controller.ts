// src/api/hello/controllers/hello.ts
import type { Context } from 'koa';

export default {
  async greet(ctx: Context) {
    ctx.body = { message: `Hello, ${ctx.params.name}!` };
  },
};
