// src/api/item/routes/item.ts
import { factories } from '@strapi/strapi';

export default factories.createCoreRouter('api::item.item', {
  only: ['create', 'findOne'],
  config: {
    // Open to everybody for this sample; normally a role is given the right.
    create: { auth: false },
  },
});
