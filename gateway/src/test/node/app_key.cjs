// The suite carries credentials of its own; through a gateway it is an application like any other, with an app key.
const fetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("authorization", `Bearer ${process.env.ASSAY_APP_KEY}`);
  return fetch(input, { ...init, headers });
};
