// Puts a button beside each address that is there to be copied. Without scripts it can be selected as text.
export function startCopying() {
  for (const field of document.querySelectorAll("input[data-copy]")) {
    if (!navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary gt-copy";
    button.textContent = field.dataset.copy;
    const said = document.createElement("span");
    said.className = "govuk-visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = said.textContent = "Copied";
      } catch {
        field.focus();
        field.select();
        said.textContent = "Not copied: the address is selected, copy it by keyboard";
      }
    });
    field.after(button, said);
  }
}
