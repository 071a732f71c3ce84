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

// A script whose session has ended is told 401: the same address by the browser leads to the login.
document.addEventListener("htmx:responseError", (event) => {
  const link = event.detail.elt.href;
  if (event.detail.xhr.status === 401 && link) {
    window.location.assign(link);
  }
});

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

// In the heat map the arrow keys lead from cell to cell; Tab goes through the links as ever.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest && event.target.closest(".heat-map td, .heat-map th");
  const step = STEPS[event.key];
  if (!cell || !step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const rows = cell.closest("table").rows;
  let row = cell.parentElement.rowIndex + step[0];
  let column = cell.cellIndex + step[1];
  // Cells without a link are passed over.
  while (rows[row] && rows[row].cells[column]) {
    const link = rows[row].cells[column].querySelector("a");
    if (link) {
      event.preventDefault();
      link.focus();
      return;
    }
    row += step[0];
    column += step[1];
  }
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
