// server/items-http.js, imported from server/main.js
import { WebApp } from 'meteor/webapp';
import { Mongo } from 'meteor/mongo';
import { Match } from 'meteor/check';

const Items = new Mongo.Collection('items');

const NonEmptyString = Match.Where(
  (value) => Match.test(value, String) && value.trim() !== '',
);

// No body parser runs by default; the bundled Express brings one.
WebApp.handlers.use('/items', WebApp.express.json());

WebApp.handlers.post('/items', async (req, res) => {
  if (!Match.test(req.body, Match.ObjectIncluding({ title: NonEmptyString }))) {
    res.status(422).json({ error: 'title must be a non-empty string' });
    return;
  }
  const title = req.body.title.trim();
  const id = await Items.insertAsync({ title, createdAt: new Date() });
  res.status(201).json({ id, title });
});
