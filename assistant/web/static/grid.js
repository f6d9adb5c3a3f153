// The grid of indicators: a native table of inputs. Arrow keys, Enter and Tab move; a block pasted from a sheet goes
// to the server whole; every field is written as it is left (app.js). Composition (pinyin) is never cut off.
(function () {
  "use strict";
  const { send, keep, dirty } = window.jixiao;
  const cellAt = (row, column) => row?.querySelector(`[data-column="${CSS.escape(column)}"]`);
  const nameOf = (row) => row?.querySelector("[data-column=名称],[data-column=来源]")?.dataset.old || "";
  let last = null;

  function goto_(next) { next.focus(); next.select(); }

  document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-testid=cell]")) last = event.target; });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.(".grid [data-testid=cell]") || event.isComposing || event.keyCode === 229) return;
    const row = field.closest("tr");
    const column = field.dataset.column;
    const beside = (way) => {
      let box = field.closest("td")[way];
      while (box && !box.querySelector("[data-testid=cell]")) box = box[way];
      return box?.querySelector("[data-testid=cell]");
    };
    let next = null;
    const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    if (back) next = cellAt(row.previousElementSibling, column);
    else if (event.key === "ArrowDown" || event.key === "Enter") next = cellAt(row.nextElementSibling, column);
    else if (event.key === "ArrowRight" && field.selectionStart === field.value.length) next = beside("nextElementSibling");
    else if (event.key === "ArrowLeft" && field.selectionEnd === 0) next = beside("previousElementSibling");
    else if (event.key === "Escape") {
      // first back to what stood there, then out of the table
      if (dirty(field)) { field.value = field.dataset.old; keep(field); }
      else { event.preventDefault(); document.querySelector(`button[data-row=add][data-list="${field.closest("table").dataset.list}"]`)?.focus(); }
      return;
    }
    else return;
    if (event.key === "Enter") { event.preventDefault(); if (!next) window.jixiao.save(field); }
    if (next) { event.preventDefault(); goto_(next); }
  });

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.("#rows [data-testid=cell]")) return;
    const block = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(block.trim())) return;
    event.preventDefault();
    const row = field.closest("tr");
    send("paste", { index: row.dataset.index, name: nameOf(row), column: field.dataset.column, text: block }).catch(() => null);
  });

  document.addEventListener("click", (event) => {
    const sign = event.target.closest("[data-insert]");
    if (sign && last?.isConnected) {
      last.focus();
      const words = sign.dataset.insert;
      const front = /[≥≤=＜＞]/.test(words);
      if (front) last.setSelectionRange(0, /^[≥≤=＜＞<>]/.test(last.value) ? 1 : 0);
      else last.setSelectionRange(last.value.length, last.value.length);
      last.setRangeText(words, last.selectionStart, last.selectionEnd, "end");
      keep(last);
      return;
    }
    const button = event.target.closest("[data-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tr");
    const list = button.dataset.list || button.closest("table").dataset.list;
    if (list === "指标") window.jixiao.finish();
    const rows = document.querySelectorAll(list === "指标" ? "#rows tr" : "#funds tr").length;
    const index = row ? Number(row.dataset.index) + (button.dataset.row === "add" ? 1 : 0) : rows;
    send("rows", { op: button.dataset.row, list: list, index: index, name: row ? nameOf(row) : "" }, {
      done: (ok) => {
        if (!ok || button.dataset.row !== "add") return;
        const fresh = cellAt(document.querySelectorAll(list === "指标" ? "#rows tr" : "#funds tr")[index], list === "指标" ? "名称" : "来源");
        if (fresh && !dirty(fresh)) { fresh.scrollIntoView({ block: "nearest" }); goto_(fresh); }
      },
    }).catch(() => null);
  });
})();
