// Keeps an open page as it would be if it were opened now. The page says where its events come from; when one comes, the page is read again,
// and what differs is put in its place. Whatever has the focus or was typed into stays: then the page only says that it changed, as it does
// where a form stands whose text was read before it was filled in. The number of a version becomes a slider through time. Without this file
// pages do all the same, when they are opened again.
"use strict";
(() => {
  const place = document.getElementById("live");
  const main = document.getElementById("main");
  if (!place || !main || !window.EventSource || !window.fetch) return;

  const pause = { first: 400, next: 5000, retry: 30000, longest: 600000 };
  const keepsStill = main.querySelector('form[method="post"]') !== null;
  let source = null;
  let last = null;
  let isOver = false;
  let isStale = false;
  let isChanged = false;
  let looked = -pause.next;
  let timer = 0;
  let retry = pause.retry;

  // Nobody looks at a hidden page, and a browser opens few connections to one server.
  function open() {
    if (source || isOver || document.hidden) return;
    const address = new URL(place.dataset.events, location.href);
    if (last) address.searchParams.set("after", last);
    source = new EventSource(address);
    source.onopen = () => { retry = pause.retry; };
    source.onmessage = (event) => {
      last = event.lastEventId || last;
      changed();
    };
    source.addEventListener("error", (event) => {
      // With data it is the server that says why it ends.
      if (typeof event.data === "string") {
        isOver = true;
        close();
      } else if (source && source.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, retry);
        retry = Math.min(retry * 2, pause.longest);
      }
    });
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  // Events that come together are looked at together.
  function changed() {
    if (timer) return;
    const wait = Math.max(pause.first, looked + pause.next - performance.now());
    timer = setTimeout(look, wait);
  }

  async function look() {
    timer = 0;
    looked = performance.now();
    if (keepsStill) return tell();
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "error", headers: { "X-Live": "1" } });
      if (!answer.ok) return tell();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (!fresh) return tell();
      isStale = false;
      isChanged = false;
      merge(main, fresh);
      if (isStale) tell();
      else if (isChanged) say(place.dataset.updated);
    } catch {
      tell();
    }
  }

  // Puts the children of one element in the place of another's, and leaves alone those that are alike.
  function merge(old, fresh) {
    const from = [...old.childNodes];
    const to = [...fresh.childNodes];
    let start = 0;
    while (start < from.length && start < to.length && from[start].isEqualNode(to[start])) start += 1;
    let [end, other] = [from.length, to.length];
    while (end > start && other > start && from[end - 1].isEqualNode(to[other - 1])) [end, other] = [end - 1, other - 1];
    const gone = from.slice(start, end);
    const come = to.slice(start, other);
    if (gone.length === come.length && gone.every((node, index) => node.nodeName === come[index].nodeName)) {
      gone.forEach((node, index) => adapt(node, come[index]));
      return;
    }
    if (gone.some(isHeld)) {
      isStale = true;
      return;
    }
    isChanged = true;
    const after = from[end] ?? null;
    for (const node of gone) node.remove();
    for (const node of come) old.insertBefore(document.adoptNode(node), after);
  }

  // Makes a node like another of its kind.
  function adapt(node, like) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.nodeValue !== like.nodeValue) isChanged = true;
      node.nodeValue = like.nodeValue;
      return;
    }
    if (node.nodeName === "DETAILS") like.open = node.open;
    if (node.id === "time") {
      node.dispatchEvent(new CustomEvent("newer", { detail: like }));
      return;
    }
    for (const { name } of [...node.attributes]) {
      if (like.hasAttribute(name)) continue;
      isChanged = true;
      node.removeAttribute(name);
    }
    for (const { name, value } of like.attributes) {
      if (node.getAttribute(name) === value) continue;
      isChanged = true;
      node.setAttribute(name, value);
    }
    merge(node, like);
  }

  // Whether somebody is at work in a part of the page.
  function isHeld(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    if (node.contains(document.activeElement)) return true;
    return [node, ...node.querySelectorAll("input, select, textarea")].some(isTyped);
  }

  function isTyped(field) {
    switch (field.nodeName) {
      case "SELECT": return [...field.options].some((option) => option.selected !== option.defaultSelected);
      case "TEXTAREA": return field.value !== field.defaultValue;
      case "INPUT": return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
      default: return false;
    }
  }

  function say(text) {
    place.replaceChildren(text);
    setTimeout(() => { if (place.textContent === text) place.replaceChildren(); }, 6000);
  }

  // Says that the page changed, once, with the way to what it is now.
  function tell() {
    if (place.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = keepsStill && place.dataset.see ? place.dataset.see : location.href;
    if (keepsStill) link.target = "_blank";
    link.textContent = place.dataset.show;
    place.replaceChildren(place.dataset.changed, " ", link);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
})();

// The way through time: what stands around it becomes the proposal as it was at the version that the slider is on.
(() => {
  const form = document.getElementById("time");
  if (!form || !window.fetch) return;
  const number = form.querySelector("input");
  const slider = document.createElement("input");
  slider.type = "range";
  for (const name of ["min", "max", "value"]) slider[name] = number[name];
  slider.setAttribute("aria-label", form.querySelector("label").textContent);
  number.after(" ", slider);
  form.querySelector("button").hidden = true;

  const pause = 120;
  let timer = 0;
  let wanted = number.value;
  let shown = number.value;
  let isReading = false;

  function want(version) {
    if (!/^[0-9]+$/.test(version) || Number(version) < 1 || Number(version) > Number(slider.max)) return;
    wanted = version;
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  }

  async function show() {
    if (isReading || wanted === shown) return;
    isReading = true;
    const version = wanted;
    const address = version === slider.max ? form.action.replace(/\/at$/, "") : `${new URL(form.dataset.past, location.href)}${version}`;
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "error" });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      const fresh = page.getElementById("time");
      if (!fresh) throw new Error(String(answer.status));
      around(form, fresh);
      document.title = page.title;
      history.replaceState(null, "", address);
      shown = version;
    } catch {
      // The server says what is wrong on a page of its own.
      location.href = address;
      return;
    } finally {
      isReading = false;
    }
    show();
  }

  // Puts what stands before and after one element in the place of what stands around another.
  function around(here, there) {
    while (here.previousSibling) here.previousSibling.remove();
    while (here.nextSibling) here.nextSibling.remove();
    while (there.parentNode.firstChild !== there) here.before(document.adoptNode(there.parentNode.firstChild));
    while (there.nextSibling) here.parentNode.append(document.adoptNode(there.nextSibling));
  }

  // The page was brought up to date, and there is more time to go through.
  form.addEventListener("newer", ({ detail }) => {
    const newest = detail.querySelector("input").max;
    if (shown === slider.max) wanted = shown = newest;
    number.max = slider.max = newest;
    number.value = slider.value = wanted;
    form.querySelector("span").replaceWith(document.adoptNode(detail.querySelector("span")));
  });
  slider.addEventListener("input", () => {
    number.value = slider.value;
    want(slider.value);
  });
  number.addEventListener("input", () => {
    if (number.value) slider.value = number.value;
    want(number.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    want(number.value);
  });
})();

// An audit that is under way: the page says how far it has come, until it has ended.
(() => {
  const again = document.getElementById("again");
  if (!again || !window.fetch) return;
  const pause = 1000;

  async function look() {
    if (document.hidden) {
      document.addEventListener("visibilitychange", look, { once: true });
      return;
    }
    try {
      const answer = await fetch(again.href, { cache: "no-store", redirect: "error", headers: { "X-Live": "1" } });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      if (!page.getElementById("again")) {
        // It has ended, or the server says on a page of its own what is wrong.
        location.replace(again.href);
        return;
      }
      document.getElementById("progress-bar").value = page.getElementById("progress-bar").value;
      document.getElementById("progress-bar").max = page.getElementById("progress-bar").max;
      for (const id of ["progress-stage", "progress-count"]) {
        const [shown, told] = [document.getElementById(id), page.getElementById(id).textContent];
        // What a screen reader tells is told once.
        if (shown.textContent !== told) shown.textContent = told;
      }
    } catch {
      // Out of reach: the link is still there.
      return;
    }
    setTimeout(look, pause);
  }

  setTimeout(look, pause);
})();
