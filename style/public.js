// Improves the pages that work without it: shows passwords, groups PINs, copies, counts down.
for (const button of document.querySelectorAll("[data-show-password]")) {
  const input = document.getElementById(button.dataset.showPassword);
  if (!input) continue;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    input.focus();
  });
}

// A typed PIN is shown in groups of four; the server takes it with spaces or without.
for (const input of document.querySelectorAll("input[name=pin]")) {
  const bare = (text) => text.replace(/[\s-]/g, "");
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    const before = bare(input.value.slice(0, input.selectionStart)).length;
    const grouped = bare(input.value).replace(/(.{4})(?=.)/g, "$1 ");
    if (grouped === input.value) return;
    input.value = grouped;
    const caret = before + Math.max(0, Math.ceil(before / 4) - 1);
    input.setSelectionRange(caret, caret);
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) {
    button.hidden = true;
    continue;
  }
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    button.classList.add("is-copied");
    const status = document.getElementById("copy-status");
    if (status) status.textContent = button.dataset.copied ?? "";
    setTimeout(() => {
      button.classList.remove("is-copied");
      if (status) status.textContent = "";
    }, 2000);
  });
}

for (const countdown of document.querySelectorAll("[data-until]")) {
  const until = Number(countdown.dataset.until);
  const text = countdown.querySelector("[data-left]");
  const bar = countdown.querySelector("progress");
  const total = Number(countdown.dataset.total);
  const [daysHours, hoursMinutes, minutes, minutesSeconds] = countdown.dataset.spans.split("|");
  const say = (span, first, second) => span.replace("{0}", first).replace("{1}", second);
  const show = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const [d, h, m, s] = [Math.floor(left / 86400), Math.floor(left / 3600), Math.floor(left / 60), left];
    if (left === 0) return countdown.replaceChildren(countdown.dataset.over ?? "");
    if (text) {
      text.textContent =
        d >= 2
          ? say(daysHours, d, h % 24)
          : h > 0
            ? say(hoursMinutes, h, m % 60)
            : m >= 5
              ? say(minutes, m)
              : say(minutesSeconds, m, s % 60);
    }
    if (bar && total) bar.value = Math.min(1000, (left * 1000000) / total);
    setTimeout(show, left > 300 ? 15000 : 1000);
  };
  if (until > Date.now()) show();
}

// Asks before it loads the page again: the browser says that it is online when the way to the server may still be missing.
if (document.querySelector("[data-offline]") && location.pathname !== "/offline") {
  const tryAgain = () =>
    fetch("/healthz", { cache: "no-store" }).then(
      (answer) => answer.ok && location.reload(),
      () => {},
    );
  addEventListener("online", tryAgain);
  setInterval(tryAgain, 5000);
}

document.documentElement.setAttribute("data-hydrated", "");
