// Draws the API's description into the page.
const place = document.getElementById("docs");
window.SwaggerUIBundle({ url: place.dataset.schema, domNode: place, deepLinking: true });
