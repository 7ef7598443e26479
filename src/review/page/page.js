// Finds groups, keeps what is decided, and writes it as a verdicts file. It reads attributes and the state of controls, and
// writes text and attributes, never HTML.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  document.documentElement.classList.add("scripted");
  const { plan, command } = document.body.dataset;
  const groups = all("article.group");
  const WORDS = { accept: "✓ accepted", reject: "✗ rejected", later: "… for later", "": "" };

  const tell = (text) => { if (by("told")) by("told").textContent = text; };

  // What is decided

  const verdictOf = (group) => all("input[name^=verdict-]", group).find((radio) => radio.checked)?.value ?? "";

  const setVerdict = (decided, verdict) => {
    for (const radio of decided.flatMap((group) => all("input[name^=verdict-]", group))) radio.checked = radio.value === verdict;
    changed(decided);
  };

  // What is chosen for a row besides its values.
  const choiceOf = (group, row) => all("[data-row]", group).find((select) => select.dataset.row === row)?.value ?? "";

  // The note a choice splits off, as it is written in the choice; null where none is.
  const splitOff = (choice) => choice.startsWith("split-") ? choice.slice(6) : null;

  // What a conflict's control means, and which of its values can be taken: where each note has a row of its own each keeps
  // its value, and what is split off takes its value along.
  const meaningOf = (group, conflict) => {
    const { values, of, ...about } = JSON.parse(conflict.dataset.conflict);
    const choice = about.row ? choiceOf(group, about.row) : "";
    const stays = (at) => choice !== "both" && (splitOff(choice) === null || of[at].some((note) => `${note}` !== splitOff(choice)));
    return { about, values, stays };
  };

  // Where a row's other words are typed.
  const wordsOf = (select) => all("input", select.closest(".choice"))[0];

  // What the verdicts file says of a group; null where nothing was decided.
  const entryOf = (group) => {
    const notes = JSON.parse(group.dataset.notes);
    const entry = { id: group.dataset.group, verdict: verdictOf(group) || "later" };
    const base = all("[data-base]", group)[0].value;
    if (base !== "0") entry.base = notes[base];
    const conflicts = all("[data-conflict]", group).flatMap((conflict) => {
      const radio = all("input", conflict).find((input) => input.checked);
      if (!radio || radio.defaultChecked) return [];
      const { about, values, stays } = meaningOf(group, conflict);
      return stays(radio.value) ? [{ ...about, value: values[radio.value] }] : [];
    });
    if (conflicts.length) entry.conflicts = conflicts;
    const rows = all("[data-row]", group).flatMap((select) => {
      const { row } = select.dataset;
      if (!select.value) return [];
      if (select.value === "both" || select.value === "row") return [{ row, keep: select.value }];
      if (splitOff(select.value) !== null) return [{ row, split: [notes[splitOff(select.value)]] }];
      if (select.value !== "text") return [{ row, choose: notes[select.value] }];
      const { value, defaultValue } = wordsOf(select);
      return value.trim() && value !== defaultValue ? [{ row, text: value.trim() }] : [];
    });
    if (rows.length) entry.rows = rows;
    return verdictOf(group) || base !== "0" || conflicts.length || rows.length ? entry : null;
  };

  const verdicts = () => {
    const decided = groups.map(entryOf).filter((entry) => entry);
    return JSON.stringify({ format_version: 1, plan, groups: decided }, null, 2) + "\n";
  };

  // Keeping it

  const KEY = `notefold verdicts ${plan}`;
  let canKeep = true;
  let isSaved = true;

  const cannotKeep = () => {
    if (canKeep) tell("This browser does not let the page keep what you decide: save it before you leave.");
    canKeep = false;
  };

  // The controls that do not stand as they stood, by name.
  const controls = () => Object.fromEntries(all(".group input, .group select").flatMap((control) => {
    const kept = [[control.name, control.value]];
    if (control.type === "radio") return control.checked && !control.defaultChecked ? kept : [];
    if (control.type === "text") return control.value === control.defaultValue ? [] : kept;
    const first = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex === first ? [] : kept;
  }));

  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(controls()));
    } catch {
      cannotKeep();
    }
  };

  const resume = () => {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      cannotKeep();
    }
    for (const control of all(".group input, .group select")) {
      const value = kept[control.name];
      if (control.type === "radio") control.checked = value === undefined ? control.defaultChecked : control.value === value;
      else if (value !== undefined) control.value = value;
    }
    groups.forEach(mark);
    count();
  };

  addEventListener("beforeunload", (event) => { if (!canKeep && !isSaved) event.preventDefault(); });

  // Showing it

  const mark = (group) => {
    const verdict = verdictOf(group);
    group.dataset.verdict = verdict;
    all(".verdict", group)[0].textContent = WORDS[verdict];
    for (const select of all("[data-row]", group)) wordsOf(select).hidden = select.value !== "text";
    for (const conflict of all("[data-conflict]", group)) {
      const { stays } = meaningOf(group, conflict);
      for (const radio of all("input", conflict)) radio.disabled = !stays(radio.value);
    }
  };

  const count = () => {
    const of = (verdict) => groups.filter((group) => group.dataset.verdict === verdict).length;
    const parts = [[of("accept"), "accepted"], [of("reject"), "rejected"], [of("later"), "for later"], [of(""), "not decided"]];
    if (by("tally")) by("tally").textContent = parts.filter(([many]) => many).map(([many, what]) => `${many} ${what}`).join(" · ");
  };

  const changed = (decided) => {
    isSaved = false;
    decided.forEach(mark);
    count();
    keep();
  };

  document.addEventListener("change", ({ target }) => {
    const group = target.closest(".group");
    if (group) changed([group]);
  });

  // Finding

  const texts = new Map();
  const textOf = (group) => {
    if (!texts.has(group)) texts.set(group, group.textContent.toLowerCase());
    return texts.get(group);
  };

  const find = () => {
    const words = by("search").value.toLowerCase().split(/\s+/).filter((word) => word);
    const [confidence, kind, decided] = ["confidence", "kind", "decided"].map((id) => by(id).value);
    let shown = 0;
    for (const group of groups) {
      const { confidence: own, kinds, verdict } = group.dataset;
      const fits = (!confidence || own === confidence)
        && (!kind || JSON.parse(kinds).includes(JSON.parse(kind)))
        && (!decided || verdict === (decided === "open" ? "" : decided))
        && (!words.length || words.every((word) => textOf(group).includes(word)));
      group.hidden = !fits;
      shown += fits;
    }
    for (const section of all("section.groups")) section.hidden = !all("article:not([hidden])", section).length;
    by("none").hidden = shown > 0 || !groups.length;
    by("found").textContent = shown === groups.length ? `${shown} groups` : `${shown} of ${groups.length} groups`;
  };

  let waiting;
  by("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  ["confidence", "kind", "decided"].forEach((id) => by(id).addEventListener("change", find));

  // Keys

  const visible = () => groups.filter((group) => !group.hidden);
  const current = () => document.activeElement.closest(".group");
  const go = (step) => {
    const there = visible();
    const at = there.indexOf(current());
    const group = there[at < 0 ? (step > 0 ? 0 : there.length - 1) : Math.min(Math.max(at + step, 0), there.length - 1)];
    if (!group) return;
    all("summary", group)[0].focus({ preventScroll: true });
    group.scrollIntoView({ block: at < 0 || group.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  };
  const decide = (verdict) => {
    const group = current();
    if (group) setVerdict([group], verdictOf(group) === verdict ? "" : verdict);
    else tell("Go to a group first, with j or k.");
  };
  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    a: () => decide("accept"),
    r: () => decide("reject"),
    l: () => decide("later"),
    "/": () => by("search").focus(),
    "?": () => by("help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Escape" && target === by("search")) target.blur();
    const types = target.matches("input:not([type=radio]), select, textarea");
    if (types || event.ctrlKey || event.metaKey || event.altKey || by("help").open || !by("keys").checked) return;
    const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (act) {
      event.preventDefault();
      act();
    }
  });
  by("help-close").addEventListener("click", () => by("help").close());

  // Saving

  if (groups.length) {
    const NAME = "notefold.verdicts.json";
    by("help-open").addEventListener("click", () => by("help").showModal());
    by("accept-shown").addEventListener("click", () => {
      const ready = visible().filter((group) => group.dataset.waits === "0" && !verdictOf(group));
      setVerdict(ready, "accept");
      tell(`${ready.length} accepted; those that wait, or that you decided before, are as they were.`);
    });
    by("save").addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([verdicts()], { type: "application/json" }));
      link.download = NAME;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      isSaved = true;
      tell(`Saved as ${NAME} where your downloads go. To do it: ${command} ${NAME}`);
    });
    by("copy").addEventListener("click", async () => {
      const text = verdicts();
      try {
        await navigator.clipboard.writeText(text);
        tell(`Copied. Put it into a file, then: ${command} FILE`);
      } catch {
        by("verdicts").hidden = false;
        by("verdicts").value = text;
        by("verdicts").select();
        tell(`This browser does not let the page copy: copy it from here into a file, then: ${command} FILE`);
      }
      isSaved = true;
    });
  }

  resume();
  find();
})();
