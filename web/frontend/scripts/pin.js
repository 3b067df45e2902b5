// A map on which a buyer moves a pin to their door. The field beside it holds the same two numbers, and works alone.

import { circleMarker, divIcon, geoJSON, latLng, latLngBounds, map, marker, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const STEP = 6; // pixels that one press moves the pin; with Shift one pixel, for the last metre
const CLOSE = 17;
const LAYERS = ["country", "river", "minor", "middle", "major"];

const around = document.querySelector("[data-pinned]");
if (around) draw(around);

/** The map with its pin, beside the field that is sent. */
function draw(around) {
  around.hidden = false;
  const facts = JSON.parse(around.querySelector("[data-pin-facts]").textContent);
  const box = around.querySelector(".pin-map");
  const field = document.getElementById(box.dataset.field);
  const middle = latLng(facts.middle);
  const [down, across] = facts.reach;
  const shown = map(box, {
    attributionControl: false,
    keyboard: false, // the arrow keys move the pin
    maxBounds: facts.tiles ? null : latLngBounds([middle.lat - down, middle.lng - across], [middle.lat + down, middle.lng + across]),
    maxZoom: 19,
    minZoom: 12,
    scrollWheelZoom: false, // the wheel scrolls the page
    zoomControl: false,
  }).setView(middle, CLOSE);
  addZoom(shown, box);
  if (facts.tiles) tileLayer(facts.tiles, { maxZoom: 19 }).addTo(shown);
  addBackdrop(shown, facts.backdrop);
  const pin = marker(middle, { draggable: true, icon: divIcon({ className: "pin", iconSize: [44, 44], iconAnchor: [22, 40] }), keyboard: false, zIndexOffset: 1000 }).addTo(shown);
  const put = (at) => {
    pin.setLatLng(at);
    shown.panInside(at, { padding: [48, 48], animate: false });
    const { lat, lng } = pin.getLatLng();
    field.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
    around.querySelector("[data-pin-said]").textContent = box.dataset.said.replace("{point}", field.value);
  };
  for (const [lat, lng, name] of facts.houses) {
    circleMarker([lat, lng], { className: "house", radius: 6 })
      .bindTooltip(words(name))
      .on("click", () => put([lat, lng]))
      .addTo(shown);
  }
  pin.on("dragend", () => put(pin.getLatLng()));
  shown.on("click", (event) => put(event.latlng));
  field.addEventListener("change", () => {
    const [lat, lng] = field.value.split(",").map(Number);
    if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) put([lat, lng]);
  });
  box.tabIndex = 0;
  box.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const length = event.shiftKey ? 1 : STEP;
    const at = shown.latLngToContainerPoint(pin.getLatLng()).add([step[0] * length, step[1] * length]);
    put(shown.containerPointToLatLng(at));
  });
}

/** Buttons of our own: real buttons, in the language of the page. */
function addZoom(shown, box) {
  const row = document.createElement("p");
  row.className = "actions";
  for (const [said, go] of [[box.dataset.in, () => shown.zoomIn()], [box.dataset.out, () => shown.zoomOut()]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = said;
    button.addEventListener("click", go);
    row.append(button);
  }
  box.after(row);
}

/** Rivers, roads and the names of places, as the house has them. */
function addBackdrop(shown, features) {
  const lines = features.filter((each) => LAYERS.includes(each.properties.class));
  lines.sort((one, other) => LAYERS.indexOf(one.properties.class) - LAYERS.indexOf(other.properties.class));
  geoJSON(lines, { interactive: false, style: (each) => ({ className: each.properties.class }) }).addTo(shown);
  for (const { geometry, properties } of features.filter((each) => !LAYERS.includes(each.properties.class))) {
    const [lng, lat] = geometry.coordinates;
    const icon = divIcon({ className: `settlement ${properties.class}`, html: words(properties.name), iconSize: null });
    marker([lat, lng], { icon, interactive: false, keyboard: false }).addTo(shown);
  }
}

/** A text that stays a text, whatever is in it. */
function words(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}
