// The page's own behaviour: what changed is painted and nothing else; what is typed is never lost. It computes nothing.
(function () {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const bench = document.querySelector(".bench");
  const project = bench?.dataset.project;
  const token = document.querySelector("meta[name=jixiao-token]").content;
  const store = `jixiao:${project}`;

  // --- painting

  function made(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content.firstElementChild;
  }
  const dirty = (field) => field.value !== field.dataset.old;

  // A long table is not sent as HTML: its rows are made here after the first one, some at a time while nothing is
  // typed; what is told of a row that is not made yet waits with it.
  let coming = null;
  let pattern = null;
  const numberOf = (id) => Number(id.slice(4));
  function begin(change) {
    const ids = change.lists?.rows;
    if (coming) { if (ids) finish(); else hold(change); }
    if (!ids) return;
    const box = $("rows");
    const lack = ids.filter((id) => !change.parts[id] && !$(id));
    if (!lack.length || !box.firstElementChild) return;
    pattern ||= box.firstElementChild.cloneNode(true);
    coming = { ids: lack, parts: {}, cells: {} };
    hold(change);
    change.lists.rows = ids.filter((id) => !coming.ids.includes(id) || change.parts[id]);
    box.classList.add("many");
    setTimeout(some, 20);
  }
  const waits = (id) => { const at = coming?.ids[0]; return at !== undefined && id >= numberOf(at); };
  function hold(change) {
    for (const id of Object.keys(change.parts || {})) {
      const at = /^(?:done|points)-(\d+)$/.exec(id);
      if (at && waits(Number(at[1]))) { coming.parts[id] = change.parts[id]; delete change.parts[id]; }
    }
    for (const place of Object.keys(change.cells || {})) {
      const at = /^指标\/(\d+)\//.exec(place);
      if (at && waits(Number(at[1]))) { coming.cells[place] = change.cells[place]; delete change.cells[place]; }
    }
  }
  function some() {
    if (!coming) return;
    const begun = performance.now();
    while (coming && performance.now() - begun < 10) add(10);
    if (coming) setTimeout(some, 20); else restore();
  }
  function finish() { while (coming) add(1000); }
  function add(count) {
    const fresh = document.createDocumentFragment();
    for (const id of coming.ids.splice(0, count)) fresh.append(row(id, coming));
    $("rows").append(fresh);
    if (!coming.ids.length) coming = null;
  }
  function row(id, from) {
    const i = numberOf(id);
    const one = pattern.cloneNode(true);
    one.id = id;
    one.dataset.index = i;
    one.firstElementChild.textContent = i + 1;
    for (const box of one.querySelectorAll("td.state")) {
      const name = box.id.replace(/\d+$/, i);
      if (from.parts[name] !== undefined) box.replaceWith(made(from.parts[name]));
    }
    for (const field of one.querySelectorAll("input")) {
      const place = `指标/${i}/${field.dataset.column}`;
      const [key, value, error] = from.cells[place] || ["", "", ""];
      field.dataset.place = place;
      field.dataset.key = key;
      field.dataset.old = value;
      field.defaultValue = value;
      field.value = value;
      mark(field, error);
    }
    return one;
  }
  function fieldsAt(place) {
    const at = /^指标\/(\d+)\/(.+)$/.exec(place);
    if (!at) return document.querySelectorAll(`[data-place="${CSS.escape(place)}"]`);
    const field = $(`row-${at[1]}`)?.querySelector(`[data-column="${CSS.escape(at[2])}"]`);
    return field ? [field] : [];
  }

  function paint(change) {
    begin(change);
    const parts = change.parts || {};
    const listed = new Set();
    for (const [name, ids] of Object.entries(change.lists || {})) {
      const box = $(name);
      if (!box) continue;
      const here = new Map([...box.children].map((one) => [one.id, one]));
      if (name === "rows" && coming) for (const id of coming.ids) here.delete(id);
      let at = box.firstElementChild;
      for (const id of ids) {
        let one = here.get(id);
        if (parts[id] !== undefined && !holdsTyping(one)) {
          const fresh = made(parts[id]);
          if (one) { if (at === one) at = fresh; one.replaceWith(fresh); }
          one = fresh;
        }
        listed.add(id);
        here.delete(id);
        if (!one) continue;
        if (one === at) at = at.nextElementSibling; else box.insertBefore(one, at);
      }
      here.forEach((one) => { if (!holdsTyping(one)) one.remove(); });
    }
    for (const [id, html] of Object.entries(parts)) {
      const one = listed.has(id) ? null : $(id);
      if (one && !holdsTyping(one)) one.replaceWith(made(html));
    }
    for (const [place, [key, value, error]] of Object.entries(change.cells || {})) {
      for (const field of fieldsAt(place)) {
        const typed = dirty(field);
        field.dataset.key = key;
        if (!typed) { if (field.value !== value) field.value = value; field.dataset.old = value; }
        if (!typed) mark(field, error);
      }
    }
    if (change.rev) bench.dataset.rev = change.rev;
    if (change.lists?.lines || change.lists?.cards || Object.keys(parts).some((id) => /^(line|card)-/.test(id))) {
      const log = document.querySelector(".log");
      log.scrollTop = log.scrollHeight;
    }
    if (Object.keys(parts).length) later();
  }
  // A field of the checklist that is half filled in stays, whatever comes from elsewhere.
  const holdsTyping = (one) => one?.matches?.(".gap") && [...one.querySelectorAll("input,textarea,select")].some((f) => f.value);

  function mark(field, error) {
    const box = field.closest("[data-box]");
    box?.classList.toggle("wrong", Boolean(error));
    if (error) { box.title = error; field.setAttribute("aria-invalid", "true"); }
    else if (field.hasAttribute("aria-invalid")) { box?.removeAttribute("title"); field.removeAttribute("aria-invalid"); }
  }

  // The panels that are asked for only when they are looked at, and the count of faults.
  let waiting = 0;
  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const shown = document.querySelector("[role=tabpanel][data-load]:not([hidden])");
      if (shown) load(shown);
      if (!shown || shown.id !== "panel-findings") load($("panel-findings"));
      pages();
    }, coming || $("rows").classList.contains("many") ? 2500 : 600);
  }
  async function load(panel) {
    try {
      const answer = await fetch(`/p/${project}/part/${panel.dataset.load}`);
      if (!answer.ok) return;
      panel.innerHTML = await answer.text();
      if (panel.id === "panel-findings") $("count-findings").textContent = panel.querySelector("[data-count]")?.dataset.count.replace(/^0$/, "") || "";
    } catch { /* the events tell when the program is back */ }
  }
  let drawn = "";
  async function pages() {
    const box = $("pages");
    if (!box || box.hidden || drawn === bench.dataset.rev) return;
    drawn = bench.dataset.rev;
    if (!box.firstElementChild) box.textContent = "正在排版……";
    try {
      const answer = await fetch(box.dataset.pages);
      if (!answer.ok) throw new Error();
      const fresh = document.createElement("div");
      await window.docx.renderAsync(await answer.blob(), fresh, fresh);
      box.replaceChildren(fresh);
      const paper = fresh.querySelector("section");
      if (paper) fresh.style.zoom = Math.min(1, (box.clientWidth - 8) / (paper.offsetWidth + 60));
    } catch { box.textContent = "这份报告现在排不出版面，请导出后用 Word 查看。"; }
  }

  // --- sending: one write at a time, in order

  let queue = Promise.resolve();
  let unwritten = 0;
  let outcome = "";
  // what waits behind one write is not written yet: “已保存” stands only where nothing is under way
  const settle = () => { if (!unwritten && outcome) state(outcome); };
  function send(path, body, more = {}) {
    const form = body instanceof FormData ? body : new FormData();
    if (!(body instanceof FormData)) for (const [name, value] of Object.entries(body || {})) form.set(name, value);
    unwritten += 1;
    state("正在保存……"); // at once: a look for changes may be before it in the queue
    const run = queue.then(() => now(path, form, more)).finally(() => { unwritten -= 1; settle(); });
    queue = run.catch(() => null);
    return run;
  }
  async function now(path, form, more) {
    form.set("rev", bench.dataset.rev);
    outcome = "";
    let answer;
    try {
      answer = await fetch(`/p/${project}/${path}`, { method: "POST", body: form, headers: { "X-Jixiao": token } });
    } catch (error) {
      outcome = "没有连上程序，写的留在本页";
      away();
      throw error;
    }
    const said = await told(answer);
    outcome = answer.ok ? "已保存" : "有一处没有写进去";
    if (said.parts) paint(said);
    if (said.message !== undefined) say(said.message);
    if (said.tab) choose(said.tab);
    if (more.done) more.done(answer.ok, said);
    return answer.ok;
  }
  async function told(answer) {
    if (/json/.test(answer.headers.get("content-type") || "")) return answer.json();
    const words = document.createElement("p");
    words.textContent = answer.status === 403 ? "程序重新启动过，请用命令行里显示的新网址打开；您写的留在本页。" : "程序没有处理好这个请求，请刷新页面再试。";
    return { message: `<div class="note bad" role="alert">${words.outerHTML}</div>` };
  }
  const state = (words) => { const box = $("saved"); if (box) box.textContent = words; };
  let fading = 0;
  function say(html) {
    clearTimeout(fading);
    const box = $("message").parentElement;
    $("message").innerHTML = html;
    const bad = /role="?'?alert/.test(html);
    const passing = html && !bad && !/<a |<form/.test(html);
    box.hidden = !html;
    box.classList.toggle("bad", bad);
    box.classList.toggle("passing", Boolean(passing));
    if (passing) fading = setTimeout(() => say(""), 6000);
  }
  function away() {
    say("<div class='note bad' role='alert'><p>连不上程序，您写的都留在本页；程序重新启动后会自动接着写入。</p></div>");
  }
  async function catchUp() {
    const run = queue.then(async () => {
      const answer = await fetch(`/p/${project}/changes?rev=${encodeURIComponent(bench.dataset.rev)}`);
      if (answer.ok) paint(await answer.json());
    });
    queue = run.catch(() => null);
    return run;
  }

  // --- fields: written as they are left; what could not be sent is kept in this browser and sent again

  const unsent = () => { try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; } };
  function keep(field) {
    try {
      const all = unsent();
      if (dirty(field)) all[field.dataset.place] = { key: field.dataset.key, old: field.dataset.old, value: field.value };
      else delete all[field.dataset.place];
      if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all)); else localStorage.removeItem(store);
    } catch { /* no storage: what is typed still stands on the page */ }
  }
  const sending = new Set();
  function save(field) {
    if (!dirty(field) || sending.has(field)) return;
    keep(field);
    sending.add(field);
    const { place, key, old } = field.dataset;
    const value = field.value;
    send("set", { place, key, old, value }, {
      done: (ok, said) => {
        sending.delete(field);
        const again = field.value !== value;
        if (ok) {
          field.dataset.old = said.cells?.[place]?.[1] ?? value;
          if (!again) field.value = field.dataset.old;
          mark(field, "");
        } else if (said.now !== undefined) {
          mark(field, "别处已改成另一个值");
          ask(field, said.now);
        } else if (said.error !== undefined) {
          field.dataset.old = value;
          mark(field, said.error);
        }
        keep(field);
        if (again && document.activeElement !== field) save(field);
      },
    }).catch(() => sending.delete(field));
  }
  function ask(field, there) {
    const box = document.querySelector("[data-testid=conflict]");
    box?.addEventListener("click", (event) => {
      const which = event.target.dataset.keep;
      if (!which) return;
      field.dataset.old = there;
      if (which === "now") field.value = there;
      mark(field, "");
      say("");
      keep(field);
      save(field);
    });
  }
  window.jixiao = { send, save, keep, mark, dirty, say, point, toPlace, finish };
  function restore() {
    for (const [place, was] of Object.entries(unsent())) {
      const field = fieldsAt(place)[0];
      if (!field || field.dataset.key !== was.key || field === document.activeElement) continue;
      field.value = was.value;
      if (field.value !== field.dataset.old) { field.dataset.old = was.old; save(field); }
      keep(field);
    }
  }
  if (bench) {
    restore();
    if (bench.dataset.rev.endsWith("-begun")) catchUp().catch(() => null);  // the rest of a large project
  }
  let typing = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-testid=cell]")) return;
    clearTimeout(typing);
    typing = setTimeout(() => keep(field), 150);
  });
  document.addEventListener("focusout", (event) => { if (event.target.matches?.("[data-testid=cell]")) save(event.target); });
  const leaving = () => { const here = document.activeElement; if (here?.matches?.("[data-testid=cell]")) { keep(here); save(here); } };
  document.addEventListener("visibilitychange", () => { if (document.hidden) leaving(); });
  window.addEventListener("pagehide", leaving);

  // --- what the program tells of itself: changes from elsewhere, a model's words; and that it is back

  let gone = false;
  function listen() {
    const events = new EventSource(`/p/${project}/events`);
    events.addEventListener("open", () => {
      if (!gone) return;
      gone = false;
      say("<div class='note'><p>已重新连上程序。</p></div>");
      if (!unwritten) state("已保存");
      catchUp().then(() => document.querySelectorAll("[data-testid=cell]").forEach((f) => { if (dirty(f) && f !== document.activeElement) save(f); })).catch(() => null);
    });
    events.addEventListener("state", (event) => {
      const told = JSON.parse(event.data);
      stream(told.job);
      if (told.rev !== bench.dataset.rev) catchUp().catch(() => null);
    });
    events.addEventListener("error", () => {
      if (!gone) { gone = true; away(); state("没有连上程序，写的留在本页"); }
      stream(null);
      if (events.readyState === EventSource.CLOSED) { events.close(); setTimeout(listen, 1500); }
    });
    window.addEventListener("pagehide", () => events.close(), { once: true });
  }
  if (bench) { listen(); later(); const log = document.querySelector(".log"); log.scrollTop = log.scrollHeight; }
  let was = null;
  function stream(job) {
    const box = $("stream");
    if (Boolean(job) !== Boolean(was)) box.hidden = !job;
    if (job) {
      $("stream-label").textContent = job.what + (job.label ? `：${job.label}` : "");
      $("stream-seconds").textContent = `${job.seconds}秒`;
      if ($("stream-words").textContent !== job.words) $("stream-words").textContent = job.words;
      const log = document.querySelector(".log");
      log.scrollTop = log.scrollHeight;
    }
    was = job;
  }

  // --- tabs, sentences, menus

  function choose(name) {
    document.querySelectorAll(".side [role=tab]").forEach((tab) => {
      const on = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    });
    document.querySelectorAll(".side [role=tabpanel]").forEach((panel) => { panel.hidden = panel.id !== `panel-${name}`; });
    const panel = $(`panel-${name}`);
    if (panel?.dataset.load) load(panel);
  }
  async function point(said) {
    document.querySelectorAll(".s.on").forEach((one) => one.classList.remove("on"));
    said.classList.add("on");
    choose("evidence");
    try {
      const answer = await fetch(`/p/${project}/sentence?sentence=${encodeURIComponent(said.dataset.id)}&rev=${bench.dataset.rev}`);
      const found = await told(answer);
      if (found.side) $("panel-evidence").innerHTML = found.side;
      if (found.rev) paint(found);
      if (found.message) say(found.message);
    } catch { away(); }
  }
  function toPlace(place) {
    if (place.startsWith("指标/")) finish();
    const field = fieldsAt(place)[0];
    if (!field) return;
    choose(place.startsWith("资金/明细") ? "funds" : "grid");
    const head = field.closest("details");
    if (head) head.open = true;
    field.scrollIntoView({ block: "center", inline: "center" });
    field.focus();
  }
  function paper(kind) {
    document.querySelectorAll("[data-paper]").forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.paper === kind)));
    $("report").hidden = kind !== "text";
    $("pages").hidden = kind !== "pages";
    pages();
  }

  document.addEventListener("click", (event) => {
    const at = (what) => event.target.closest(what);
    let one;
    if ((one = at("[data-paper]"))) paper(one.dataset.paper);
    else if ((one = at(".side [role=tab]"))) choose(one.dataset.tab);
    else if ((one = at(".s"))) { if (!String(getSelection())) point(one); }
    else if ((one = at("[data-goto]"))) {
      const there = document.querySelector(`.s[data-id="${CSS.escape(one.dataset.goto)}"]`);
      if (there) { paper("text"); there.scrollIntoView({ block: "center" }); point(there); there.focus({ preventScroll: true }); }
    }
    else if ((one = at("[data-place-of]"))) toPlace(one.dataset.placeOf);
    else if ((one = at("[data-tab-of]"))) choose(one.dataset.tabOf);
    else if ((one = at("[data-why]"))) { $("why").firstElementChild.textContent = one.dataset.why; $("why").showModal(); }
    else if ((one = at("[data-unfocus]"))) {
      document.querySelectorAll(".s.on").forEach((s) => s.classList.remove("on"));
      fetch(`/p/${project}/sentence?sentence=&rev=${bench.dataset.rev}`).then(told).then((found) => found.rev && paint(found)).catch(away);
    }
    else if ((one = at("[data-send]"))) { if (one.dataset.send === "stop") stop(); else send(one.dataset.send, {}).catch(() => null); }
    else if ((one = at("[data-sets]"))) {
      for (const [place, value] of JSON.parse(one.dataset.sets)) {
        const field = document.getElementsByName(`v:${one.dataset.of}:${place}`)[0];
        if (field) { field.value = value; const box = field.closest("details"); if (box) box.open = true; }
      }
      one.parentElement.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b === one)));
    }
    else if ((one = at("[data-close]"))) say("");
    else if ((one = at("[data-wider]"))) one.setAttribute("aria-pressed", String(bench.classList.toggle("wide-side")));
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target) || at(".menu button")) menu.open = false;
    });
  });
  // Stopping waits for nothing that is being written.
  function stop() {
    fetch(`/p/${project}/stop`, { method: "POST", headers: { "X-Jixiao": token }, body: new FormData() }).then(() => { stream(null); return catchUp(); }).catch(away);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-post]");
    if (!form) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    deliver(form, body);
  });
  function deliver(form, body) {
    const chat = form.dataset.post === "chat";
    const text = chat ? form.elements.text.value : "";
    if (chat) { if (!text.trim()) return; form.elements.text.value = ""; }
    send(form.dataset.post, body, {
      done: (ok) => {
        if (ok && form.dataset.post === "answers") form.reset();
        if (ok && form.dataset.post === "sentence") {
          const there = document.querySelector(`.s[data-id="${CSS.escape(body.get("sentence"))}"]`);
          if (there) point(there); else $("panel-evidence").innerHTML = "<p class=dim>点报告里的一句话，看它的依据。</p>";
        }
        if (form.dataset.onChange !== undefined) form.reset();
        if (!ok && chat && !form.elements.text.value) form.elements.text.value = text;
      },
    }).catch(() => { if (chat && !form.elements.text.value) form.elements.text.value = text; });
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-on-change]");
    if (form && event.target.files?.length) { form.closest("details").open = false; deliver(form, new FormData(form)); }
  });

  // --- keys. Enter that ends a composition (pinyin) never sends.

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const here = event.target;
    if (here.matches?.("[data-testid=chat-input]") && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      here.form.requestSubmit();
    } else if (here.matches?.(".s, #report") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      // one stop for Tab, then sentence by sentence: a report of three hundred sentences is no obstacle
      const all = [...$("report").querySelectorAll(".s")];
      const next = all[all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest" }); }
    } else if (here.matches?.(".s") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      point(here);
    } else if (here.matches?.("[role=tab]") && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const tabs = [...here.closest("[role=tablist]").querySelectorAll("[role=tab]")];
      const next = tabs[(tabs.indexOf(here) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
      next.focus();
      next.click();
    } else if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    } else if (bench && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key) && !here.matches?.("textarea") && !(here.matches?.("input") && dirty(here))) {
      event.preventDefault();
      const redo = event.key.toLowerCase() === "y" || event.shiftKey;
      send(redo ? "redo" : "undo", {}).catch(() => null);
    }
  });

  // --- the tour: what stands where, in eight steps; nothing is changed by it

  const steps = [
    ["#report", "这是自评报告，由数据写出来：改了数据，句子、表格和得分马上跟着变。"],
    ["#score", "总分由程序按评分办法算，不能手填。点一下看怎么算的；每条指标的得分也可以点。", "grid"],
    ["#grid-box", "右边填指标，像 Excel 一样：方向键、回车移动，可以整块粘贴。写完一格自动保存。", "grid"],
    ["#panel-missing", "“缺项”列出还缺什么。任意挑着填，提出后在左边看过再采用。", "missing"],
    [".report .s.supply, .report .s", "报告里标出【待补充】【待核实】的地方要处理。点一句话，右边是它的依据，可以直接改。"],
    [".talk", "也可以在这里说话：改数、问为什么扣分、让它把一句改短。改动都先给您看，采用才写。"],
    ["#panel-findings", "“检查”按规则找毛病，点一下到那一格。", "findings"],
    [".menu .main", "最后从“送出”导出 Word 给领导；领导改过的放回来，逐处采用；没有问题就定稿。"],
  ];
  let at_ = 0;
  function tour(number) {
    document.querySelectorAll(".tour-on").forEach((one) => one.classList.remove("tour-on"));
    at_ = number;
    const box = $("tour");
    box.hidden = number >= steps.length || number < 0;
    if (box.hidden) return;
    const [where, words, tab] = steps[number];
    if (tab) choose(tab);
    const there = document.querySelector(where);
    there?.classList.add("tour-on");
    there?.scrollIntoView({ block: "nearest" });
    $("tour-words").textContent = words;
    $("tour-count").textContent = `${number + 1} / ${steps.length}`;
    box.querySelector("button").textContent = number === steps.length - 1 ? "看完了" : "下一步";
  }
  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-tour]")?.dataset.tour;
    if (what) tour(what === "begin" ? 0 : what === "next" ? at_ + 1 : -1);
  });
  if ($("tour") && !$("tour").hidden) tour(0);

  // --- the list of projects: figures that were not known yet follow their names

  let filling = false;
  async function fill() {
    if (filling) return;
    filling = true;
    try {
      for (;;) {
        const wanted = [...document.querySelectorAll("[data-wait]")].slice(0, 100).map((row) => row.id.slice(2));
        if (!wanted.length) break;
        const answer = await fetch(`/rows?ids=${wanted}`);
        const box = document.createElement("template");
        box.innerHTML = answer.ok ? await answer.text() : "";
        const rows = [...box.content.children].filter((row) => row.id);
        if (!rows.length) break;
        for (const row of rows) $(row.id)?.replaceWith(row);
      }
    } catch { /* the program was ended: the names stand */ } finally { filling = false; }
  }
  document.addEventListener("htmx:afterSwap", fill);
  fill();

  // --- all projects drafted beside the page

  async function drafting(path) {
    try {
      const answer = await fetch(path, { method: "POST", headers: { "X-Jixiao": token }, body: new FormData() });
      const words = await answer.text();
      if (answer.ok) follow(); else $("notice").innerHTML = words;
    } catch { away_(); }
  }
  let following = null;
  function follow() {
    if (following) return;
    following = new EventSource("/all/events");
    const end = () => { following.close(); following = null; };
    following.addEventListener("state", (event) => {
      const told = JSON.parse(event.data);
      const focused = document.activeElement?.dataset.batch === "/all/stop";
      $("batch").innerHTML = told.html;
      if (focused) $("batch").querySelector("button")?.focus();
      if (!told.running) {
        end();
        document.querySelectorAll("[data-testid=project-row][id]").forEach((row) => row.setAttribute("data-wait", ""));
        fill();
      }
    });
    following.addEventListener("error", () => { if (following?.readyState === EventSource.CLOSED) end(); });
  }
  if ($("batch")?.dataset.follow !== undefined) follow();
  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-batch]");
    if (what) drafting(what.dataset.batch);
  });

  // --- files dropped, htmx on the plain pages, the tour

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
  function away_() {
    $("notice").innerHTML = "<div class='note bad' role='alert'><p>连不上程序，您写的还在页面上；程序重新启动后请再点一次。</p></div>";
  }
  document.addEventListener("htmx:sendError", away_);
})();
