// Passkeys: a form hands the page's question to the browser, and sends what the device answers.
// Web Authentication Level 2; binary things travel as base64url in both directions.

const form = document.querySelector("[data-passkey]");
const options = JSON.parse(document.querySelector("#options").textContent).publicKey;
const says = form.querySelector("[role=alert]");

if (window.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.textContent = "";
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: read(options) });
      form.elements.credential.value = JSON.stringify(written(credential));
      form.submit();
    } catch {
      says.textContent = form.dataset.failed; // the person said no, or there is no such device
    }
  });
}

function read({ challenge, user, excludeCredentials, allowCredentials, ...rest }) {
  const known = (each) => ({ ...each, id: bytes(each.id) });
  return {
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(known) }),
    ...(allowCredentials && { allowCredentials: allowCredentials.map(known) }),
  };
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(said),
  };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
