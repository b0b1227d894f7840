// What appears after a swap is also said: messages, and how many rows a list now shows.
const announcer = document.getElementById("announcer");

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const said = part.querySelector?.("[data-announce]") ?? (part.matches?.("[data-announce]") ? part : null);
  if (said) announcer.textContent = said.textContent.trim().replace(/\s+/g, " ");
});

// A connection that is gone must not look like a click that did nothing.
document.addEventListener("htmx:sendError", () => {
  announcer.classList.remove("unseen");
  announcer.classList.add("message", "message--danger", "announcer--loud");
  announcer.textContent = document.body.dataset.offline;
});
document.addEventListener("htmx:beforeRequest", () => {
  announcer.className = "unseen";
});
