// server/main.js of an application made with `meteor create my-app`
import { WebApp } from 'meteor/webapp';

// WebApp.handlers is an Express application that runs beside the DDP endpoint.
WebApp.handlers.get('/hello/:name', (req, res) => {
  res.json({ message: `Hello, ${req.params.name}!` });
});
