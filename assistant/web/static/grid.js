// The grid of indicators: a native table of inputs. Arrow keys, Enter and Tab move; a block pasted from a
// sheet goes to the server whole; every field is written as it is left. Composition (pinyin) is never cut off.
(function () {
  "use strict";
  const project = () => document.querySelector(".bench")?.dataset.project;
  const token = () => document.querySelector("meta[name=jixiao-token]").content;
  const cellAt = (row, column) => row?.querySelector(`[data-column="${CSS.escape(column)}"]`);

  function post(path, values) {
    return htmx.ajax("POST", `/p/${project()}/${path}`, { target: "#message", swap: "innerHTML", values: values });
  }

  // One write at a time a field, in order; what is typed meanwhile is written next.
  let queue = Promise.resolve();
  function save(field) {
    const value = field.value;
    if (value === field.dataset.old) return;
    const old = field.dataset.old;
    field.dataset.old = value;
    queue = queue.then(() => send(field, old, value)).catch(() => { field.dataset.old = old; });
  }

  async function send(field, old, value) {
    const body = new FormData();
    body.set("place", field.dataset.place);
    body.set("old", old);
    body.set("value", value);
    const answer = await fetch(`/p/${project()}/set`, { method: "POST", body: body, headers: { "X-Jixiao": token(), "HX-Request": "true" } });
    const text = await answer.text();
    const box = field.closest("td, label");
    if (answer.ok) {
      box.classList.remove("wrong");
      box.removeAttribute("title");
      field.removeAttribute("aria-invalid");
      htmx.swap("#message", text, { swapStyle: "innerHTML" });
    } else {
      field.dataset.old = old;
      htmx.swap("#message", text, { swapStyle: "innerHTML" });
      box.classList.add("wrong");
      box.title = document.querySelector("#message").innerText;
      field.setAttribute("aria-invalid", "true");
    }
  }

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-testid=cell]")) save(event.target);
  });
  document.addEventListener("visibilitychange", () => {
    const here = document.activeElement;
    if (document.hidden && here?.matches?.("[data-testid=cell]")) save(here);
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.(".grid [data-testid=cell]")) return;
    if (event.isComposing || event.keyCode === 229) return;
    const row = field.closest("tr");
    const column = field.dataset.column;
    let next = null;
    if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) next = cellAt(row.nextElementSibling, column);
    else if (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)) next = cellAt(row.previousElementSibling, column);
    else if (event.key === "ArrowRight" && field.selectionStart === field.value.length) next = field.closest("td").nextElementSibling?.querySelector("[data-testid=cell]");
    else if (event.key === "ArrowLeft" && field.selectionEnd === 0) next = field.closest("td").previousElementSibling?.querySelector("[data-testid=cell]");
    else if (event.key === "Escape") { field.value = field.dataset.old; return; }
    else return;
    if (event.key === "Enter") { event.preventDefault(); if (!next) save(field); }
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.(".grid [data-testid=cell]")) return;
    const block = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(block.trim())) return;
    event.preventDefault();
    post("paste", { index: field.closest("tr").dataset.index, column: field.dataset.column, text: block });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tr");
    const list = button.dataset.list || button.closest("table")?.dataset.list || "指标";
    const rows = document.querySelectorAll(".grid tbody tr").length;
    const index = row ? Number(row.dataset.index) + (button.dataset.row === "add" ? 1 : 0) : rows;
    post("rows", { op: button.dataset.row, list: list, index: index });
  });
})();
