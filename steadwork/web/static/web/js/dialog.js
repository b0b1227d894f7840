// Dialogs: data-open="id" opens one, [data-close] and Escape close it. What htmx puts into
// #dialog-body opens its dialog; what it puts into the page closes every dialog.
const dialogs = () => document.querySelectorAll("dialog[data-dialog]");

function close() {
  for (const dialog of dialogs()) if (dialog.open) dialog.close();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("[data-close]");
  if (closer?.closest("dialog")) {
    event.preventDefault();
    close();
  }
  if (event.target.matches?.("dialog[data-dialog]")) close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target; // none when the history puts a page back
  const dialog = target?.closest("dialog[data-dialog]");
  if (dialog) {
    if (!dialog.open) dialog.showModal();
    focus(dialog);
  } else if (target?.id === "main") {
    close();
    document.getElementById("main").focus({ preventScroll: true });
  }
});

// The refusal first, else the first thing asked.
function focus(place) {
  const wanted = place.querySelector("[data-focus]") ?? place.querySelector("[data-first], [autofocus]");
  wanted?.focus();
}

const summary = document.querySelector("main [data-focus]");
if (summary) summary.focus();

for (const scripted of document.querySelectorAll("[data-scripted]")) scripted.hidden = false;
