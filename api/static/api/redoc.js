const place = document.getElementById("redoc");
const nonce = document.currentScript.nonce;
// ReDoc would ask another site for its badge.
HTMLImageElement.prototype.setAttribute = function (name, value) {
  if (name !== "src" || !/^https?:/.test(value)) Element.prototype.setAttribute.call(this, name, value);
};
Object.defineProperty(HTMLImageElement.prototype, "src", {
  set(value) {
    this.setAttribute("src", value);
  },
});
Redoc.init(place.dataset.url, { disableSearch: true, nonce }, place);
