// Lets a form say what is to be mended as one writes: it asks the server to look, keeps nothing, and puts the answer in
// place of the last one. Without this file the form's own button, "Check without saving", does the same.
const PAUSE = 700;

export function startChecking() {
  for (const form of document.querySelectorAll("form[data-checks]")) check(form);
}

function check(form) {
  let waiting = 0;
  let running = null;

  async function ask() {
    const body = new FormData(form);
    body.set("check", "1");
    running?.abort();
    running = new AbortController();
    try {
      const reply = await fetch(form.action, { method: "POST", body, signal: running.signal, credentials: "same-origin" });
      if (!reply.ok || reply.redirected) return;
      const found = new DOMParser().parseFromString(await reply.text(), "text/html");
      const there = found.getElementById(form.dataset.checks);
      if (there) document.getElementById(form.dataset.checks)?.replaceChildren(...there.childNodes);
    } catch (fault) {
      if (fault.name !== "AbortError") form.dataset.checksFailed = "true"; // the button still works
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    running?.abort();
  });
}
