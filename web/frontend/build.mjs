// Bundles the pages' styles and scripts with esbuild: node build.mjs [digest of the sources].
// Each file's name holds a hash of its content; manifest.json says which name is whose.

import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "..", "static", "built");
const fresh = `${built}.new`;

/** Names with a hash by the names that templates use. */
function filesOf(outputs) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(
    entries.map(([path, output]) => [basename(output.entryPoint), basename(path)]),
  );
}

/** The licence of every package that went into the bundle, as each asks to be passed on. */
async function licencesOf(inputs) {
  const packages = new Set(
    Object.keys(inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []),
  );
  const texts = [...packages].sort().map(async (name) => {
    const folder = join(here, "node_modules", name);
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf-8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version}\n\n${await readFile(join(folder, file), "utf-8")}`;
  });
  return (await Promise.all(texts)).join("\n");
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["scripts/aftersales.js", "scripts/pin.js", "scripts/worker.js", "styles/aftersales.css", "styles/pin.css"],
  entryNames: "[name]-[hash]",
  outdir: fresh,
  bundle: true,
  minify: true,
  format: "esm",
  loader: { ".png": "file" },
  target: ["chrome100", "firefox100", "safari15.4"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
const manifest = { sources: process.argv[2] ?? "", files: filesOf(metafile.outputs) };
await writeFile(join(fresh, "licences.txt"), await licencesOf(metafile.inputs));
await writeFile(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(built, { recursive: true, force: true });
await rename(fresh, built);
