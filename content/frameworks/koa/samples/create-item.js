import Koa from 'koa';
import Router from '@koa/router';
import { bodyParser } from '@koa/bodyparser';

const app = new Koa();
const router = new Router();
const port = Number(process.env.PORT ?? 3000);
const items = [];

// First in, last out: everything below runs inside this try block.
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (err) {
    ctx.status = err.status ?? 500;
    ctx.body = { error: ctx.status < 500 ? err.message : 'Server error' };
    if (ctx.status >= 500) ctx.app.emit('error', err, ctx);
  }
});

app.use(bodyParser({ enableTypes: ['json'] }));

router.post('/items', (ctx) => {
  const title = ctx.request.body?.title;
  if (typeof title !== 'string' || title.trim() === '') {
    ctx.throw(422, 'title must be a non-empty string');
  }
  const item = { id: items.length + 1, title: title.trim() };
  items.push(item);
  ctx.status = 201;
  ctx.set('Location', `/items/${item.id}`);
  ctx.body = item;
});

app.use(router.routes());
app.use(router.allowedMethods());

app.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
