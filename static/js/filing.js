"use strict";

// My filing: cards save themselves. Without scripts every button does the same by itself.

(() => {
  const page = document.querySelector("form.filing");
  if (!page) {
    return;
  }
  const cardOf = (element) => element.closest("article.card-duty");
  const editable = page.querySelectorAll("article[hx-post]");

  // The reason is asked for only while "not applicable" is ticked.
  const showWhyNot = (card) => {
    card.querySelector(".why-not").hidden = !card.querySelector(".not-applicable input").checked;
  };
  page.querySelectorAll(".why-not").forEach((why) => showWhyNot(cardOf(why)));

  // One tick takes last quarter's figure, and its words where none are written yet. From then on
  // the fields say it all: the tick itself is not sent, so that whoever empties one finds it empty.
  const field = (card, name) => card.querySelector(`[name="${card.id}-${name}"]`);
  const fillIn = (card, box) => {
    Object.entries(JSON.parse(box.dataset.fill)).forEach(([name, value]) => {
      const input = field(card, name);
      if (!input) {
        return;
      }
      if (input.type === "checkbox") {
        input.checked = value;
      } else if (input.tagName !== "TEXTAREA" || !input.value.trim()) {
        input.value = value === null ? "" : value;
      }
    });
  };

  // "Not applicable" leaves no figure: the fields are emptied, and filled again if the tick goes.
  const putAway = new WeakMap();
  const emptyOrFill = (card, box) => {
    const figures = [...card.querySelectorAll(
      ".duty-figure .field input, .duty-figure .field select")]
      .filter((input) => !input.closest(".why-not"));
    if (box.checked) {
      putAway.set(card, figures.map((input) => input.value));
      figures.forEach((input) => { input.value = ""; });
    } else if (putAway.has(card) && figures.every((input) => !input.value)) {
      putAway.get(card).forEach((value, place) => { figures[place].value = value; });
    }
  };

  // What is typed and not stored yet; what is on its way; what only a button can settle.
  const unsaved = new Set(page.querySelectorAll("[data-unsaved]"));
  const sending = new Set();
  const halted = new Set(page.querySelectorAll("[data-halted]"));
  let offline = false;

  page.addEventListener("input", (event) => {
    const card = cardOf(event.target);
    if (!card) {
      return;
    }
    unsaved.add(card);
    const same = card.querySelector(".same-as-last input");
    if (event.target === same) {
      if (same.checked) {
        fillIn(card, same);
      }
    } else if (same && event.target.closest(".duty-figure")) {
      same.checked = false;
    }
    if (event.target.matches(".not-applicable input")) {
      emptyOrFill(card, event.target);
    }
    showWhyNot(card);
  });

  // Only the card's own fields travel, and only if there is something new on it.
  document.addEventListener("htmx:configRequest", (event) => {
    const card = event.detail.elt;
    if (!card.matches("article.card-duty")) {
      return;
    }
    const kept = (name) => name === "csrfmiddlewaretoken"
      || (name.startsWith(`${card.id}-`) && !name.endsWith("-same_as_last"));
    [...event.detail.formData.keys()].filter((name) => !kept(name))
      .forEach((name) => event.detail.formData.delete(name));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.detail.elt;
    if (!card.matches("article.card-duty")) {
      return;
    }
    if (!unsaved.has(card) || halted.has(card)) {
      event.preventDefault();
      return;
    }
    unsaved.delete(card);
    sending.add(card);
  });
  // A refusal says on the card what is wrong: it is shown like any other answer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (cardOf(event.detail.elt) && [409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  const say = (card, words) => {
    const place = card.querySelector(".card-saved");
    const text = document.createElement("strong");
    text.textContent = words;
    place.replaceChildren(text);
  };
  // 403 is a login that ended too: its cookies are gone, and the token with them.
  const failures = { 0: "offline", 401: "expired", 403: "expired", 404: "gone" };
  document.addEventListener("htmx:afterRequest", (event) => {
    const card = event.detail.elt;
    if (!sending.delete(card)) {
      return;
    }
    const status = event.detail.xhr.status;
    offline = status === 0 || status >= 500;
    if (status !== 200) {
      unsaved.add(card);
    }
    if (status === 409) {
      halted.add(card);
    }
    if (![200, 409, 422].includes(status)) {
      say(card, page.dataset[failures[status] || (offline ? "offline" : "failed")]);
    }
    card.classList.toggle("has-errors", status !== 200);
  });

  // A button first lets every card save itself, so that nobody's own draft stands in their way.
  // What was read back only just now is not yet read: the button sends what was on the page.
  const atRest = () => new Promise((resolve) => {
    const look = () => (sending.size ? setTimeout(look, 40) : resolve());
    setTimeout(look, 40);
  });
  let leaving = false;
  let waiting = false;
  page.addEventListener("submit", async (event) => {
    page.querySelectorAll(".same-as-last input").forEach((box) => { box.checked = false; });
    if (leaving || (!unsaved.size && !sending.size)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (waiting) {
      return;
    }
    waiting = true;
    const button = event.submitter || document.activeElement;
    const read = [...editable].map((card) => [card, field(card, "echoed").value]);
    unsaved.forEach((card) => window.htmx.trigger(card, "save-now"));
    await atRest();
    read.forEach(([card, mark]) => { field(card, "echoed").value = mark; });
    waiting = false;
    if (!offline) {
      leaving = true;
      button.click();
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved.size || sending.size)) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
})();
