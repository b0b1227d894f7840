// Theme, density and keys take effect at once and are kept in a cookie, as the form would do.
// The language needs a new page: its change sends the form.
const YEAR = 365 * 24 * 3600;

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-remember]");
  if (!form) return;
  const { name, value } = event.target;
  if (name === "language") {
    form.requestSubmit();
    return;
  }
  document.documentElement.dataset[name] = value;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
});
