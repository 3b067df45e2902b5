// What was said on this device and has not reached the server yet, in the order in which it was said. It lies in the
// browser's database, which outlives the page, the browser and the battery.

const DATABASE = "aftersales";
const STORE = "outbox";

/** Everything that waits or was refused, the oldest first. */
export const all = () => ask("readonly", (store) => store.getAll());

/** Keep one more; it is on the disk once this is done. */
export const add = (entry) => ask("readwrite", (store) => store.add(entry));

export const change = (entry) => ask("readwrite", (store) => store.put(entry));

export const remove = (id) => ask("readwrite", (store) => store.delete(id));

async function ask(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
