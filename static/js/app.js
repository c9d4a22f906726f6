// What the pages do a little better with JavaScript; everything works without it.
import { initAll } from "../vendor/nhsuk-frontend/nhsuk-frontend-10.6.1.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("[data-app-search]");
  if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
});

// A table drawn as blocks on a narrow screen keeps saying that it is a table.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
function nameTables(root) {
  root.querySelectorAll(".app-table").forEach((table) => {
    [table, ...table.querySelectorAll("thead, tbody, tr, td")].forEach((part) => {
      part.setAttribute("role", ROLES[part.localName]);
    });
    table.querySelectorAll("th").forEach((head) => {
      head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
    });
  });
}
nameTables(document);

// A chart wider than the screen can be reached and moved by keyboard.
document.querySelectorAll(".app-chart__scroll").forEach((box) => {
  if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Chart, can be scrolled sideways");
  }
});

// htmx sends the token that Django asks for. The cookie cannot be read, so it comes from a form on the page.
document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
  const asWhom = document.querySelector("input[name=as_whom]");
  if (asWhom) event.detail.headers["X-As-Whom"] = asWhom.value;
  // Only what a person did keeps their session going; a page that asks by itself does not.
  if (event.detail.triggeringEvent?.isTrusted) event.detail.headers["X-By-Person"] = "1";
});
// A refused form comes back with 422 and is shown all the same.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.body.addEventListener("htmx:afterSwap", (event) => nameTables(event.target));

// Leaving with something typed and not sent asks first.
let unsaved = false;
document.querySelectorAll("main form[method=post]").forEach((form) => {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
});
window.addEventListener("app:leaving", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
