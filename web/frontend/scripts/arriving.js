// Says for whoever is on the way that they have arrived: two looks at the door, and the button is pressed for them.
// Only on the own day of somebody who agreed to it; where the phone is goes nowhere before that.

const AT_THE_DOOR = 150; // metres
const TOO_VAGUE = 100; // metres by which a phone says that it may be wrong
const EARTH = 6_371_000;

let seen = null;

if (document.querySelector("[data-positions]")) {
  navigator.geolocation?.watchPosition(look, () => undefined, { enableHighAccuracy: true, maximumAge: 15_000 });
}

function look({ coords }) {
  const visit = document.querySelector("[data-positions]") && goingTo();
  if (!visit || coords.accuracy > TOO_VAGUE || metresTo(visit, coords) > AT_THE_DOOR) {
    seen = null;
    return;
  }
  if (seen !== visit.dataset.visit) {
    seen = visit.dataset.visit; // whoever only drives past is gone at the next look
    return;
  }
  seen = null;
  arrive(visit, coords);
}

/** The visit that somebody is on the way to: “arrived” is what is to be said next of it. */
function goingTo() {
  return [...document.querySelectorAll("[data-visit][data-place]")].find((each) => each.querySelector('[data-stage="arrived"]:not([hidden])'));
}

function arrive(visit, coords) {
  const button = visit.querySelector('[data-stage="arrived"] button.main');
  const fields = ["latitude", "longitude"].map((name) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value: coords[name].toFixed(5) });
    return field;
  });
  button.form.append(...fields);
  button.form.requestSubmit(button);
  for (const field of fields) field.remove();
}

/** Over short ways the earth is flat. */
function metresTo(visit, coords) {
  const [latitude, longitude] = visit.dataset.place.split(",").map(Number);
  const radians = Math.PI / 180;
  const north = (coords.latitude - latitude) * radians;
  const east = (coords.longitude - longitude) * radians * Math.cos(latitude * radians);
  return EARTH * Math.hypot(north, east);
}
