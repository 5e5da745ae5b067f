// src/api/item/controllers/item.ts
import { factories } from '@strapi/strapi';

// The inherited create() validates, stores and answers 201.
export default factories.createCoreController('api::item.item');
