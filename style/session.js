// What a signed-in page does about its session: it warns before the idle limit, says when the session
// is over without losing what was typed, and asks for the password where an action needs it anew. The
// dialogs lie in a template in the head; the words are the server's.
const template = document.getElementById("session");
const plain = window.fetch.bind(window);
const WARN_S = 120;
// Uses closer together than this are not written down, so the first guess may be wrong by as much.
const GRAIN_S = 30;

const url = template?.dataset.url;
const post = (path, body) =>
  plain(path, {
    method: "POST",
    headers: body ? { "content-type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });

// The dialogs come into the page when the first of them is needed, after the page itself has started.
let placed = false;
const part = (name) => {
  if (!placed) {
    document.body.append(template.content.cloneNode(true));
    placed = true;
    prepare();
  }
  return document.getElementById(`session-${name}`);
};
const isOpen = (name) => placed && part(name).open;
const show = (name) => part(name).open || part(name).showModal();
const hide = (name) => isOpen(name) && part(name).close();

// Asking for the password, then the same request again.

let asking;
let answered = () => {};

const confirm = () => (asking ??= ask().finally(() => (asking = undefined)));

const ask = () =>
  new Promise((resolve) => {
    show("confirm");
    document.getElementById("session-password").focus();
    answered = resolve;
  });

const say = (key) => {
  const error = document.getElementById("session-error");
  const input = document.getElementById("session-password");
  error.hidden = !key;
  error.lastElementChild.textContent = key ? part("confirm").querySelector("form").dataset[key] : "";
  input.toggleAttribute("aria-invalid", Boolean(key));
  if (key) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "session-error");
    input.select();
  }
};

const submit = async () => {
  const input = document.getElementById("session-password");
  const time = input.value ? undefined : await read();
  if (!input.value && !(time?.recent_s > 0)) return say("required");
  if (input.value) {
    const answer = await post(`${url}/confirm`, { password: input.value }).catch(() => undefined);
    if (answer?.status === 401) return hide("confirm"), look();
    if (!answer?.ok) return say(answer?.status === 403 ? "wrong" : answer?.status === 429 ? "wait" : "failed");
  }
  answered(true);
  hide("confirm");
};

const prepare = () => {
  const dialog = part("confirm");
  const input = document.getElementById("session-password");
  const eye = dialog.querySelector("[data-show-password]");
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  eye.addEventListener("click", () => {
    input.type = input.type === "text" ? "password" : "text";
    eye.setAttribute("aria-pressed", String(input.type === "text"));
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    answered(false);
    input.value = "";
    input.type = "password";
    say();
  });
  part("idle").querySelector("[data-stay]").addEventListener("click", stay);
  part("idle").addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  part("over").addEventListener("cancel", (event) => event.preventDefault());
  part("over").querySelector("[data-go-on]").addEventListener("click", async () => {
    await look();
    const still = part("over").querySelector("[data-still]");
    still.textContent = isOpen("over") ? still.dataset.still : "";
  });
};

const needsPassword = async (answer) => {
  if (answer.status !== 403) return false;
  const body = await answer.clone().json().catch(() => undefined);
  return body?.code === "reauthentication_required";
};

const send = async (input, init) => {
  const request = new Request(input, init);
  const again = request.clone();
  const answer = await plain(request);
  if (new URL(again.url).origin !== location.origin) return answer;
  if (answer.status === 401) look();
  return (await needsPassword(answer)) && (await confirm()) ? plain(again) : answer;
};

// Forms that load their answer elsewhere, such as a frame, ask before they are sent.
const recentFirst = async (event) => {
  const form = event.target;
  if (!("recent" in form.dataset) || form.dataset.recent === "yes") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const time = await read();
  if (time && time.recent_s < 5 && !(await confirm())) return;
  form.dataset.recent = "yes";
  form.requestSubmit(event.submitter);
  form.dataset.recent = "";
};

// The end of the session.

let timer;
let due = 0;
let touched;

const later = (seconds) => {
  clearTimeout(timer);
  due = Date.now() + seconds * 1000;
  timer = setTimeout(look, seconds * 1000);
};

const read = async () => {
  const answer = await plain(url, { headers: { accept: "application/json" } }).catch(() => undefined);
  if (answer?.status === 401) return null;
  return answer?.ok ? answer.json() : undefined;
};

// Asks the server, who alone knows: another tab may have used the session, or ended it.
const look = async () => {
  const time = await read();
  if (time === undefined) return later(GRAIN_S);
  if (time === null) return over();
  if (time.user_id !== template.dataset.user) return location.reload();
  hide("over");
  if (time.idle_s > WARN_S) {
    hide("idle");
    later(time.idle_s - WARN_S);
  } else {
    warn(time);
  }
};

let counting;
const warn = (time) => {
  const end = Date.now() + time.idle_s * 1000;
  const atLimit = time.whole_s <= time.idle_s;
  const dialog = part("idle");
  for (const element of dialog.querySelectorAll("[data-limit]")) element.hidden = !atLimit;
  dialog.querySelector("[data-idle]").hidden = atLimit;
  dialog.querySelector("[data-stay]").hidden = atLimit;
  clearInterval(counting);
  const count = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    dialog.querySelector("[data-left]").textContent =
      `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (!dialog.open) clearInterval(counting);
  };
  show("idle");
  count();
  counting = setInterval(count, 1000);
  later(Math.min(10, time.idle_s + 1));
};

const stay = async () => {
  const answer = await post(url).catch(() => undefined);
  if (answer?.ok) hide("idle");
  look();
};

const isTyped = () => touched?.isConnected && document.body.contains(touched);

const over = () => {
  clearTimeout(timer);
  hide("idle");
  hide("confirm");
  if (!isTyped()) return location.reload();
  show("over");
};

if (template) {
  window.fetch = send;
  document.addEventListener("submit", recentFirst, true);
  document.addEventListener(
    "input",
    (event) => {
      if (!event.target.closest("dialog[id^=session-]")) touched = event.target;
    },
    true,
  );
  document.addEventListener("session-end", look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (isOpen("over") || isOpen("idle") || Date.now() > due)) look();
  });
  window.addEventListener("focus", () => isOpen("over") && look());
  // The portal can stand on the home screen, and says so itself when there is no connection.
  if (!location.pathname.startsWith("/admin")) navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
  later(Math.max(1, Number(template.dataset.idle) - WARN_S - GRAIN_S));
}
