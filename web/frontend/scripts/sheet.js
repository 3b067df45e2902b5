// The report of a visit on a phone: a serial is scanned where the browser can, a signature drawn, a photograph made
// smaller before it waits for signal. Without any of it the forms work as they are.

const PAD = { width: 600, height: 200 };
const LONGEST = 19_000;
const LOOK_EVERY = 200;
const FORMATS = ["code_128", "code_39", "code_93", "data_matrix", "ean_13", "itf", "qr_code"];

document.documentElement.classList.toggle("can-scan", "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices));
document.documentElement.classList.add("can-sign");

// --- the signature: lines in an SVG, which are what is sent

let drawing = null;

const padOf = (target) => (target instanceof Element ? target.closest("[data-pad] svg") : null);

document.addEventListener("pointerdown", (event) => {
  const svg = padOf(event.target);
  if (!svg || !event.isPrimary) return;
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  drawing = { svg, path: svg.querySelector("path") };
  draw("M", event);
});

document.addEventListener("pointermove", (event) => drawing && draw("L", event));

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    drawing = null;
  });
}

document.addEventListener("click", (event) => {
  const wipe = event.target instanceof Element && event.target.closest("[data-wipe]");
  if (wipe) clear(wipe.closest("[data-pad]"));
});

document.addEventListener("reset", (event) => {
  for (const pad of event.target.querySelectorAll("[data-pad]")) clear(pad);
});

function draw(command, event) {
  const box = drawing.svg.getBoundingClientRect();
  const x = inside(((event.clientX - box.left) / box.width) * PAD.width, PAD.width);
  const y = inside(((event.clientY - box.top) / box.height) * PAD.height, PAD.height);
  const was = drawing.path.getAttribute("d");
  if (was.length > LONGEST) return;
  const drawn = `${was}${command}${x} ${y}`;
  drawing.path.setAttribute("d", drawn);
  drawing.svg.closest("[data-pad]").querySelector("textarea").value = drawn;
}

const inside = (value, most) => Math.round(Math.min(Math.max(value, 0), most));

function clear(pad) {
  pad.querySelector("path").setAttribute("d", "");
  pad.querySelector("textarea").value = "";
}

// --- the serial: what the camera sees is looked at until there is a code in it

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-scan]");
  const template = document.querySelector("template[data-scanner]");
  if (!button || !template) return;
  const dialog = template.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  dialog.showModal();
  const code = await scanned(dialog).catch(() => null);
  if (code === null) {
    dialog.querySelector("[data-unseen]").hidden = false;
    dialog.querySelector("video").hidden = true;
    await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  }
  dialog.remove();
  const field = document.getElementById(button.dataset.scan);
  if (code) field.value = code;
  field.focus();
});

/** The first code that the camera sees; nothing if whoever scans gives up. */
async function scanned(dialog) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    const video = dialog.querySelector("video");
    video.srcObject = stream;
    await video.play();
    const detector = new BarcodeDetector({ formats: FORMATS });
    while (dialog.open) {
      const [found] = await detector.detect(video);
      if (found?.rawValue) return found.rawValue.trim();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
