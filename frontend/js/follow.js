// Lets a list follow its filters as one types: the form's own address is asked for, and the named parts are put in
// place of those shown. Without this file the form's button does the same.
const PAUSE = 250;

export function startFollowing() {
  for (const form of document.querySelectorAll("form[data-follow]")) follow(form);
}

function follow(form) {
  let waiting = 0;
  let running = null;

  async function ask() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
    const address = `${form.action}?${query}`;
    running?.abort();
    running = new AbortController();
    try {
      const reply = await fetch(address, { signal: running.signal, credentials: "same-origin" });
      if (!reply.ok || reply.redirected) return;
      const found = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const id of form.dataset.follow.split(" ")) {
        const there = found.getElementById(id);
        if (there) document.getElementById(id)?.replaceChildren(...there.childNodes);
      }
      history.replaceState(null, "", address);
    } catch (fault) {
      if (fault.name !== "AbortError") form.dataset.followFailed = "true"; // the button still works
    }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, event.target.type === "search" ? PAUSE : 0);
  });
}
