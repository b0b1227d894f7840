// A time that runs out: counts down where the page says until when, and says politely when it
// is short and when it is over.
const announced = new WeakMap();

function words(seconds) {
  const hours = Math.floor(seconds / 3600);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function announce(element, stage, text) {
  if (announced.get(element) === stage) return;
  announced.set(element, stage);
  document.getElementById("announcer").textContent = text;
}

function tick() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const left = Math.round((Date.parse(element.dateTime) - Date.now()) / 1000);
    if (left > 24 * 3600) continue;
    if (left <= 0) {
      element.textContent = element.dataset.over;
      element.dataset.done = "";
      announce(element, "over", element.dataset.over);
      continue;
    }
    element.textContent = element.dataset.left.replace("{}", words(left));
    element.toggleAttribute("data-short", left <= 120);
    if (left <= 120) announce(element, "short", element.textContent);
  }
}

if (document.querySelector("[data-countdown]")) tick();
setInterval(tick, 1000);
