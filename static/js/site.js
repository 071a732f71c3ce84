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
