// Shows openapi.json; nothing is asked of anybody else.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  validatorUrl: null,
  deepLinking: true,
});
