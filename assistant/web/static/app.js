// The page's own behaviour: tabs, sentences, sending, dropping files. It computes nothing.
(function () {
  "use strict";
  const project = () => document.querySelector(".bench")?.dataset.project;
  const swap = (url, target) => htmx.ajax("GET", url, { target: target, swap: "innerHTML" });

  // A line is sent by Enter, but never by the Enter that ends a composition (pinyin).
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (box.matches?.("[data-testid=chat-input]") && event.key === "Enter" && !event.shiftKey) {
      if (event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (box.value.trim()) box.form.requestSubmit();
    }
    if (box.matches?.(".s") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      box.click();
    }
  });

  function choose(name) {
    document.querySelectorAll("[role=tab]").forEach((tab) =>
      tab.setAttribute("aria-selected", String(tab.dataset.tab === name)));
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) {
      choose(tab.dataset.tab);
      if (tab.dataset.tab === "evidence") {
        document.getElementById("side").innerHTML = "<p class=dim>点报告里的一句话，看它的依据。</p>";
      } else {
        swap(`/p/${project()}/part/${tab.dataset.tab}`, "#side");
      }
    }
    const said = event.target.closest(".s");
    if (said) point(said);
    const goto_ = event.target.closest("[data-goto]");
    if (goto_) {
      const there = document.querySelector(`.s[data-id="${CSS.escape(goto_.dataset.goto)}"]`);
      if (there) { there.scrollIntoView({ block: "center" }); point(there); }
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  function point(said) {
    document.querySelectorAll(".s.on").forEach((one) => one.classList.remove("on"));
    said.classList.add("on");
    choose("evidence");
    swap(`/p/${project()}/sentence?sentence=${encodeURIComponent(said.dataset.id)}`, "#side");
  }

  document.addEventListener("htmx:afterSettle", () => {
    const log = document.querySelector(".log");
    if (log) log.scrollTop = log.scrollHeight;
    const pages = document.querySelector("#pages[data-pages]");
    if (pages && window.docx && !pages.dataset.done) {
      pages.dataset.done = "1";
      fetch(pages.dataset.pages).then((answer) => answer.blob())
        .then((blob) => window.docx.renderAsync(blob, pages))
        .catch(() => { pages.textContent = "这份报告现在排不出版面，请下载后用 Word 查看。"; });
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.target.matches?.(".say")) event.target.reset();
  });
  // The server was stopped or the machine slept: say so, and keep what is typed.
  document.addEventListener("htmx:sendError", () => {
    const box = document.getElementById("message") || document.getElementById("notice");
    box.innerHTML = "<div class='note bad' role='alert'><p>连不上程序，您写的还在页面上；程序重新启动后会接着用。</p></div>";
  });

  document.querySelectorAll("[data-drop]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
