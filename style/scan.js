// Reads a registration code with the camera, in browsers that can: the button shows up there alone.
for (const box of document.querySelectorAll("[data-scan]")) {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) continue;
  const [button, stop] = box.querySelectorAll("button");
  const [video, status] = [box.querySelector("video"), box.querySelector("[role=status]")];
  let stream;
  box.hidden = false;

  const end = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.hidden = stop.hidden = true;
    button.hidden = false;
  };

  // A link of this server is opened; an app's code fills the form in, without sending it.
  const use = (text) => {
    if (URL.canParse(text)) {
      const url = new URL(text);
      if (url.origin === location.origin && /^\/r\/[\w-]{22,64}$/.test(url.pathname)) {
        end();
        location.assign(url.pathname);
        return true;
      }
    }
    const mirp = /^mirp:\/\/([^&?]+)[&?](.+)$/.exec(text);
    const form = document.querySelector("form:has(input[name=pin])");
    if (!mirp || !form || mirp[1] !== location.host) return false;
    const parts = new Map(mirp[2].split("&").map((part) => part.split("=")));
    for (const [name, key] of [["username", "user"], ["pin", "pin"]]) {
      const input = form.querySelector(`input[name=${name}]`);
      try {
        input.value = decodeURIComponent(parts.get(key) ?? "");
      } catch {
        return false;
      }
    }
    end();
    status.textContent = box.dataset.filled;
    form.querySelector("[type=submit]")?.focus();
    return true;
  };

  const look = async (detector) => {
    if (!stream) return;
    const codes = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
    if (!stream || codes.some((code) => use(code.rawValue))) return;
    if (codes.length > 0) status.textContent = box.dataset.foreign;
    setTimeout(() => look(detector), 200);
  };

  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = stop.hidden = false;
      button.hidden = true;
      await video.play();
      look(detector);
    } catch {
      end();
      status.textContent = box.dataset.refused;
    }
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
}
