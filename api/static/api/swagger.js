const place = document.getElementById("swagger-ui");
// A tag is opened when somebody wants it: all at once take a slow machine half a minute.
SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "none",
});
