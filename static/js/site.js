"use strict";

// Nothing here is needed to file or to read: without scripts the same links and buttons work.

// "Why this light" opens over the page instead of leaving it.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = document.getElementById("why");
  if (event.target.id === "why-body" && dialog && !dialog.open) {
    dialog.showModal();
  }
});

// A click beside the dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target.id === "why") {
    event.target.close();
  }
});

// The reason is asked for only while "not applicable" is ticked.
const showWhyNot = (box) => {
  const card = box.closest(".duty-figure");
  card.querySelector(".why-not").hidden = !box.checked;
};
document.querySelectorAll(".duty-figure input[type=checkbox]").forEach((box) => {
  showWhyNot(box);
  box.addEventListener("change", () => showWhyNot(box));
});

// Leaving a page with something typed and not saved asks first.
const filing = document.querySelector("form.filing");
if (filing) {
  let dirty = false;
  filing.addEventListener("input", () => { dirty = true; });
  filing.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}

// Lists in which rows are ticked: one box in the head for all of them.
document.querySelectorAll("th.choice").forEach((head) => {
  const boxes = head.closest("table").querySelectorAll("td.choice input");
  if (boxes.length < 2) {
    return;
  }
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.setAttribute("aria-label", head.textContent.trim());
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  head.append(" ", all);
});

// Paper shows the parts of the counties, which are folded on the screen.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details.fold-parts:not([open])")];
  unfolded.forEach((one) => { one.open = true; });
});
window.addEventListener("afterprint", () => {
  unfolded.forEach((one) => { one.open = false; });
});
