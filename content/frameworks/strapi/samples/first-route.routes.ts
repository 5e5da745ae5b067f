// src/api/hello/routes/hello.ts
export default {
  routes: [
    {
      method: 'GET',
      path: '/hello/:name',
      handler: 'hello.greet',
      config: { auth: false }, // without this only permitted roles get in
    },
  ],
};
