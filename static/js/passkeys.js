// Passkeys: the browser makes or uses one with what the server said, and the form brings the answer back.
const { webauthnJSON } = window;
const button = document.querySelector("[data-app-passkey]");
const form = button.form;
const trouble = document.querySelector("[data-app-passkey-trouble]");
const said = JSON.parse(document.getElementById("js_data").textContent);

async function answer() {
  return said.creation_options ? webauthnJSON.create(said.creation_options) : webauthnJSON.get(said.request_options);
}

if (!window.PublicKeyCredential) {
  button.disabled = true;
  trouble.textContent = "This browser cannot use passkeys. Use an authenticator app instead.";
}
button.addEventListener("click", async (event) => {
  event.preventDefault();
  trouble.textContent = "";
  try {
    form.elements.credential.value = JSON.stringify(await answer());
    form.submit();
  } catch {
    trouble.textContent = "The passkey was not used: it was not found, or it was cancelled. Try again.";
  }
});
