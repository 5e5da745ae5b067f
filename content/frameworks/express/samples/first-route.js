import express from 'express';

const app = express();
const port = Number(process.env.PORT ?? 3000);

app.get('/hello/:name', (req, res) => {
  res.json({ message: `Hello, ${req.params.name}!` });
});

// Express 5 hands a failed start (port taken, say) to the callback.
app.listen(port, '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`Listening on http://127.0.0.1:${port}`);
});
