// Draws web/static/icon-*.png, the tick of icon.svg on its ground up to the edges: phones cut it into their own shape.
// node icons.mjs

import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";

const SIZES = [180, 192, 512];
const GROUND = [0x0b, 0x5a, 0x87];
const INK = [0xff, 0xff, 0xff];
const TICK = [[8, 17], [13.5, 22.5], [24.5, 10]]; // of 32 by 32, as in icon.svg
const THICK = 4;
const SHRUNK = 0.8; // of the drawing, so that the tick lies within the circle that no phone cuts away

const here = dirname(fileURLToPath(import.meta.url));
for (const size of SIZES) await writeFile(join(here, "..", "static", `icon-${size}.png`), png(size));

/** A picture as PNG (ISO/IEC 15948): 8 bits a channel, no alpha, no filter. */
function png(size) {
  const rows = Buffer.concat(Array.from({ length: size }, (_, y) => Buffer.from([0, ...row(y, size)])));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, content) {
  const said = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)];
  ends[0].writeUInt32BE(content.length);
  ends[1].writeUInt32BE(crc32(said));
  return Buffer.concat([ends[0], said, ends[1]]);
}

function row(y, size) {
  const scale = (SHRUNK * size) / 32;
  const at = (pixel) => (pixel + 0.5 - size / 2) / scale + 16;
  return Array.from({ length: size }, (_, x) => {
    const away = Math.min(...TICK.slice(1).map((end, index) => distance([at(x), at(y)], TICK[index], end)));
    const share = Math.min(1, Math.max(0, (THICK / 2 - away) * scale + 0.5));
    return GROUND.map((channel, index) => Math.round(channel + share * (INK[index] - channel)));
  }).flat();
}

/** From a point to a line between two others. */
function distance([x, y], [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay));
}
