// Reads calendars with ical.js and node-ical: for each file its events by UID, with instants and status.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, ...files] = process.argv.slice(2);
const needs = createRequire(`${modules}/package.json`);
const { default: ICAL } = await import(needs.resolve("ical.js"));
const nodeIcal = needs("node-ical");

const icalJs = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents("vtimezone").map((each) => new ICAL.Timezone(each));
  for (const zone of zones) ICAL.TimezoneService.register(zone.tzid, zone);
  return calendar.getAllSubcomponents("vevent").map((each) => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      status: each.getFirstPropertyValue("status"),
    };
  });
};

const byNodeIcal = (text) =>
  Object.values(nodeIcal.sync.parseICS(text))
    .filter((each) => each.type === "VEVENT")
    .map((each) => ({
      uid: each.uid,
      start: each.start.toISOString(),
      end: each.end.toISOString(),
      status: each.status,
    }));

const read = {};
for (const file of files) {
  const text = readFileSync(file, "utf-8");
  read[file] = { "ical.js": icalJs(text), "node-ical": byNodeIcal(text) };
}
console.log(JSON.stringify(read));
