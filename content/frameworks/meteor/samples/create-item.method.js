// imports/api/items.js, imported on the server and on the client, instead of the HTTP route
import { Meteor } from 'meteor/meteor';
import { Mongo } from 'meteor/mongo';
import { check, Match } from 'meteor/check';

export const Items = new Mongo.Collection('items');

const NonEmptyString = Match.Where(
  (value) => Match.test(value, String) && value.trim() !== '',
);

Meteor.methods({
  async 'items.create'(title) {
    check(title, NonEmptyString); // throws; the client gets "Match failed [400]"
    return Items.insertAsync({ title: title.trim(), createdAt: new Date() });
  },
});

if (Meteor.isServer) {
  // Subscribed clients keep receiving changes to these documents.
  Meteor.publish('items.newest', function () {
    return Items.find({}, {
      projection: { title: 1, createdAt: 1 },
      sort: { createdAt: -1 },
      limit: 50,
    });
  });
}
