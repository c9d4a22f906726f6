// Warns before the session ends. The server alone decides when that is; this only asks it, which is no use of the session.
const dialog = document.querySelector("[data-app-session]");
const { idle, warning, url, keepUrl, loginUrl } = dialog.dataset;
const left = dialog.querySelector("[data-app-session-left]");
const said = dialog.querySelector("[data-app-session-said]");
const stay = dialog.querySelector("[data-app-session-stay]");
const SAY_AT = [60, 30, 10];
const KEEP_AT = 3; // seconds before the end, while the server still knows who this is
let timer = 0;
let endsAt = 0;
let kept = false;

function inWords(seconds) {
  if (seconds > 60) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

// How many seconds the session has left; none when the server does not know it any more.
async function ask() {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    return answer.ok ? (await answer.json()).left : 0;
  } catch {
    return warning / 2; // no network for a moment: ask again soon
  }
}

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(1, seconds) * 1000);
}

async function look() {
  const seconds = await ask();
  endsAt = Date.now() + seconds * 1000;
  if (seconds > Number(warning)) {
    if (dialog.open) dialog.close();
    wait(seconds - Number(warning));
  } else if (seconds > 0) {
    kept = false;
    if (!dialog.open) dialog.showModal();
    count();
  } else {
    leave();
  }
}

function count() {
  const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  left.textContent = inWords(seconds);
  if (SAY_AT.includes(seconds)) said.textContent = `You will be signed out in ${inWords(seconds)}.`;
  if (seconds <= KEEP_AT && !kept) keep();
  clearTimeout(timer);
  // Another window may have been used meanwhile, so the server is asked before anybody is sent away.
  timer = setTimeout(seconds <= 0 || seconds % 10 === 0 ? look : count, 1000);
}

// What was typed goes to the server, which seals it and gives it back after signing in again.
async function keep() {
  kept = true;
  const form = [...document.querySelectorAll("main form[method=post]")].find((each) => each.dataset.typedIn);
  if (!form) return;
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
  const page = new URL(form.action || location.href, location.href);
  await fetch(`${keepUrl}?path=${encodeURIComponent(page.pathname + page.search)}`, { method: "POST", body: typed, keepalive: true, redirect: "manual" });
}

function leave() {
  document.querySelectorAll("form").forEach((form) => { delete form.dataset.typedIn; });
  window.dispatchEvent(new Event("app:leaving"));
  location.assign(`${loginUrl}?ended=1&next=${encodeURIComponent(location.pathname)}`);
}

document.querySelectorAll("main form[method=post]").forEach((form) => {
  form.addEventListener("input", () => { form.dataset.typedIn = "yes"; });
  form.addEventListener("submit", () => clearTimeout(timer));
});
async function goOn(event) {
  event.preventDefault();
  const answer = await fetch(stay.action, { method: "POST", body: new URLSearchParams(new FormData(stay)), redirect: "manual" });
  if (!answer.ok) { leave(); return; }
  said.textContent = "You are still signed in.";
  dialog.close();
  look();
}
stay.addEventListener("submit", goOn);
dialog.addEventListener("cancel", goOn); // Escape means: I am here
wait(Number(idle) - Number(warning));
