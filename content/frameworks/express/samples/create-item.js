import express from 'express';

const app = express();
const port = Number(process.env.PORT ?? 3000);
const items = [];

app.use(express.json());

app.post('/items', (req, res) => {
  // Without a JSON body req.body is undefined in Express 5.
  const title = req.body?.title;
  if (typeof title !== 'string' || title.trim() === '') {
    return res.status(422).json({ error: 'title must be a non-empty string' });
  }
  const item = { id: items.length + 1, title: title.trim() };
  items.push(item);
  res.status(201).location(`/items/${item.id}`).json(item);
});

// Four parameters make this an error handler; it also sees malformed JSON.
app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status ?? 500;
  res.status(status).json({ error: status < 500 ? err.message : 'Server error' });
});

app.listen(port, '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`Listening on http://127.0.0.1:${port}`);
});
