// What a browser keeps of the day for use without signal, by name: pages under whoever may read them, and their assets.

export const PAGES = "aftersales-day-";
export const ASSETS = "aftersales-assets";

/** Forget the pages of everybody, or of everybody else. */
export async function forgetPages(butThoseOf = "") {
  if (!("caches" in globalThis)) return; // it is only there behind HTTPS
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + butThoseOf);
  await Promise.all(names.map((name) => caches.delete(name)));
}
