import Koa from 'koa';
import Router from '@koa/router';

const app = new Koa();
const router = new Router();
const port = Number(process.env.PORT ?? 3000);

router.get('/hello/:name', (ctx) => {
  ctx.body = { message: `Hello, ${ctx.params.name}!` };
});

app.use(router.routes());
app.use(router.allowedMethods());

app.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
