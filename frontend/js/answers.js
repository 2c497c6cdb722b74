// Saves answers as they are given. Every form on the page works without this file, by its own Save button.
// Nothing that was typed is lost: until the server says that it has it, it stays in the page and in the browser's store.

const TEXT_PAUSE_MS = 1000; // a save follows a pause in typing
const CEILING_MS = 4 * 60 * 1000; // and comes at the latest after this, as the sector's own tool promises
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 60000;
const KEEPALIVE_LIMIT = 60000; // characters: a browser refuses to send more while a page closes

const NO_SERVER = "Not saved: the server cannot be reached. Your text is kept here.";
const SERVER_FAULT = "Not saved: the server could not take it. Your text is kept here, and is sent again by itself.";
const SIGNED_OUT = "Not saved: you have been signed out. Your text is kept here. Sign in again in another tab; it is then saved by itself.";
const TOO_OLD = "Not saved: this page is too old. Your text is kept here. Load the page again and it is put back.";
const NOT_ASKED = "Not saved: your department is no longer asked this. Your text is kept here: copy what you want to keep.";
const PUT_BACK = "Text that had not been saved has been put back.";

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

function announce(text) {
  const region = document.getElementById("announcements");
  if (region) region.textContent = text;
}

// A store that may be full or forbidden: the text is then kept in the page alone.
const store = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* kept in the page */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  keys(prefix) { try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; } },
};

// The tick boxes of a level, made of its statements when it becomes the next one up
function makeTicks(card, code) {
  const made = document.getElementById("ticks")?.content.firstElementChild.cloneNode(true);
  if (!made) return;
  const list = made.querySelector(".govuk-checkboxes"), pattern = list.firstElementChild;
  const items = [...card.querySelectorAll(".gt-choice__statements > li")].map((statement, index) => {
    const item = pattern.cloneNode(true), [box, label] = [item.querySelector("input"), item.querySelector("label")];
    box.id = label.htmlFor = `${code}-${card.dataset.choice}-${index + 1}`;
    box.value = `${card.dataset.choice}.${index + 1}`;
    label.textContent = statement.textContent;
    return item;
  });
  list.replaceChildren(...items);
  card.querySelector(".gt-choice__statements").after(made);
}

class AnswerForm {
  constructor(form) {
    this.form = form;
    this.section = form.closest(".gt-code");
    this.status = form.querySelector("[data-status]");
    this.below = form.querySelector("[data-status-below]"); // in view while the comments are written
    this.keyPrefix = `goldthread:answer:${form.dataset.person}:${form.dataset.answer}:`;
    this.saved = this.serialise();
    this.lastSaved = this.status.textContent.trim();
    this.retryAfter = FIRST_RETRY_MS;
    this.trouble = "";
    this.inConflict = false;
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    this.section.querySelector("[data-conflict]").addEventListener("click", (event) => this.chose(event));
    this.show();
    this.restore();
  }

  get version() { return this.form.elements.version.value; }
  set version(value) { this.form.elements.version.value = value; }
  get key() { return this.keyPrefix + this.version; }
  get isUnsaved() { return this.serialise() !== this.saved; }
  // What was last sent may have arrived although no answer came back
  get isUncertain() { return [NO_SERVER, SERVER_FAULT].includes(this.trouble); }
  get choice() { return new FormData(this.form).getAll("choice").pop() ?? ""; }

  fields() {
    return [...new FormData(this.form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version");
  }

  serialise() { return JSON.stringify(this.fields()); }

  fill(fields) {
    const choice = fields.filter(([name]) => name === "choice").pop()?.[1];
    for (const radio of this.form.querySelectorAll("input[type=radio]")) radio.checked = radio.value === choice;
    this.show(); // so that the ticks of the next level are there to be filled
    for (const element of this.form.elements) {
      if (!element.name || element.type === "hidden" || element.type === "submit") continue;
      const values = fields.filter(([name]) => name === element.name).map(([, value]) => value);
      if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
      else if (values.length) element.value = values[values.length - 1];
    }
    this.show();
  }

  // What belongs to the chosen level is in view, and nothing else
  show() {
    const choice = this.choice, level = Number(choice) || 0;
    for (const card of this.form.querySelectorAll("[data-choice]")) {
      const isNext = level > 0 && Number(card.dataset.choice) === level + 1;
      card.classList.toggle("gt-choice--next", isNext);
      if (isNext && !card.querySelector("[data-ticks]")) makeTicks(card, this.form.dataset.code);
      card.querySelector("[data-ticks]")?.toggleAttribute("hidden", !isNext);
      card.querySelector(".gt-choice__statements")?.toggleAttribute("hidden", isNext);
      card.querySelector("[data-exemplar]")?.toggleAttribute("hidden", card.dataset.choice !== choice);
      card.querySelector("[data-because]")?.toggleAttribute("hidden", choice !== "na");
    }
    this.form.querySelector("[data-clear]").hidden = choice === "";
    const comments = [...this.form.querySelectorAll("[data-comment]")].filter((field) => field.value.trim()).length;
    this.form.querySelector("[data-comment-count]").textContent = comments;
    const last = Number(this.form.dataset.lastLevel) || 0;
    this.form.querySelector("[data-below-last]").hidden = !(level && last && level < last && !comments);
  }

  changed(event) {
    this.show();
    if (this.inConflict) return this.keep();
    if (!this.isUnsaved && !this.isUncertain) return this.unchanged();
    this.keep();
    this.soon(event.target.matches("input[type=radio], input[type=checkbox]") ? 0 : TEXT_PAUSE_MS);
  }

  // Typed back to what the server has: nothing is left to save, nor to complain of
  unchanged() {
    if (this.saving) return;
    clearTimeout(this.timer);
    this.forget();
    this.retryAfter = FIRST_RETRY_MS;
    if (!this.trouble) return;
    this.trouble = "";
    this.say(this.lastSaved);
  }

  keep() { store.write(this.key, { fields: this.fields(), at: Date.now() }); }

  forget() { for (const key of store.keys(this.keyPrefix)) store.drop(key); }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  restore() {
    const kept = store.keys(this.keyPrefix).map((key) => [key, store.read(key)]).filter(([, draft]) => draft?.fields);
    if (!kept.length) return;
    const [key, draft] = kept.sort(([, one], [, other]) => other.at - one.at)[0];
    this.forget();
    if (JSON.stringify(draft.fields) === this.saved) return;
    this.version = key.slice(this.keyPrefix.length);
    this.fill(draft.fields);
    this.keep();
    for (const details of this.form.querySelectorAll("details")) details.open = true;
    this.say(PUT_BACK, "failed");
    this.soon(0);
  }

  say(text, kind = "") {
    for (const place of [this.status, this.below]) {
      place.textContent = text;
      place.className = kind ? `gt-saved gt-saved--${kind}` : "gt-saved";
    }
    if (kind !== "saving") announce(`${this.form.dataset.code}: ${text}`);
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.inConflict) return false;
    if (this.saving) { this.again = true; return this.saving; }
    this.saving = this.send(keepalive);
    const done = await this.saving;
    this.saving = null;
    if (this.again && done) { this.again = false; return this.isUnsaved ? this.save() : true; }
    this.again = false;
    return done;
  }

  async send(keepalive) {
    const sent = this.serialise(), body = new FormData(this.form);
    body.delete("csrfmiddlewaretoken");
    if (!this.trouble) this.say("Saving…", "saving");
    let response;
    try {
      response = await fetch(this.form.action, {
        method: "POST", body, keepalive: keepalive && sent.length < KEEPALIVE_LIMIT, redirect: "manual",
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      });
    } catch {
      return this.failed(NO_SERVER);
    }
    if (response.type === "opaqueredirect" || response.status === 401) return this.signedOut();
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const told = isJson ? await response.json().catch(() => null) : null;
    if (response.ok && told) return this.kept(told, sent);
    if (response.status === 409 && told?.html) return this.conflict(told);
    if (told?.what) return this.refused(`Not saved: ${told.what} ${told.do} Your text is kept here.`);
    if (response.status === 403) return this.refused(TOO_OLD);
    if (response.status === 404) return this.refused(NOT_ASKED);
    return this.failed(SERVER_FAULT);
  }

  kept(told, sent) {
    store.drop(this.key);
    this.version = told.version;
    this.saved = sent;
    this.trouble = "";
    this.retryAfter = FIRST_RETRY_MS;
    this.lastSaved = told.saved;
    this.say(told.saved);
    showCounts(told);
    if (this.isUnsaved) { this.keep(); this.soon(TEXT_PAUSE_MS); }
    return true;
  }

  failed(text) {
    this.keep();
    if (this.trouble !== text) this.say(text, "failed");
    this.trouble = text;
    this.soon(this.retryAfter);
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY_MS);
    return false;
  }

  signedOut() {
    const told = this.trouble === SIGNED_OUT;
    this.failed(SIGNED_OUT);
    if (told) return false;
    const link = Object.assign(document.createElement("a"), { href: this.form.dataset.signIn, target: "_blank", className: "govuk-link", textContent: "Sign in (opens in a new tab)" });
    this.status.append(" ", link);
    return false;
  }

  refused(text) {
    this.keep();
    this.trouble = text;
    this.say(text, "failed");
    return false;
  }

  conflict(told) {
    this.keep();
    this.inConflict = true;
    this.trouble = told.what;
    this.theirVersion = told.version;
    this.section.querySelector("[data-conflict]").innerHTML = told.html;
    this.say("Not saved: choose which answer to keep, above.", "failed");
    const heading = this.section.querySelector(".gt-conflict [tabindex]");
    heading.scrollIntoView({ block: "center" });
    heading.focus({ preventScroll: true });
    return false;
  }

  async chose(event) {
    const choice = event.target.closest("[data-keep]");
    if (!choice) return;
    event.preventDefault();
    this.section.querySelector("[data-conflict]").replaceChildren();
    this.inConflict = false;
    this.trouble = "";
    this.forget();
    if (choice.dataset.keep === "mine") {
      this.version = this.theirVersion;
      this.keep();
      await this.save();
      this.form.querySelector("input[type=radio]:checked, input[type=radio]").focus();
      return;
    }
    this.saved = this.serialise();
    await saveAll();
    location.assign(choice.href);
    location.reload();
  }

  async submitted(event) {
    event.preventDefault();
    const button = event.submitter?.name;
    if (button === "clear") {
      for (const radio of this.form.querySelectorAll("input[type=radio]")) radio.checked = false;
      this.show();
      this.keep(); // as every change is, before it is sent
      this.form.querySelector("input[type=radio]").focus();
    }
    if (await this.save() && button === "next") location.assign(this.form.dataset.next);
  }
}

function showCounts(told) {
  const put = (selector, text) => { const found = document.querySelector(selector); if (found) found.textContent = text; };
  put(`[data-area-count="${told.area}"]`, told.area_count);
  put("[data-finding]", told.finding);
  const left = document.querySelector("[data-time-left]");
  if (left) {
    left.hidden = !told.time_left;
    left.textContent = `${told.time_left.charAt(0).toUpperCase()}${told.time_left.slice(1)} left, at a minute a code`;
  }
}

const forms = [];
const saveAll = (options) => Promise.all(forms.filter((form) => form.isUnsaved).map((form) => form.save(options)));

export function startAnswers() {
  for (const form of document.querySelectorAll("form[data-answer]")) forms.push(new AnswerForm(form));
  if (!forms.length) return;
  setInterval(() => saveAll(), CEILING_MS);
  window.addEventListener("online", () => saveAll());
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll({ keepalive: true }); });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = forms.filter((form) => form.isUnsaved);
    if (unsaved.some((form) => form.trouble)) event.preventDefault();
    for (const form of unsaved) form.save({ keepalive: true });
  });
}
