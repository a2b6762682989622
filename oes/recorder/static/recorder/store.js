const NAME = "oes-recorder";
const VERSION = 1;

/* What waits to be sent, on the student's disk: segments (facts apart from bytes, so that counting stays cheap),
   events, and the tokens they are sent with. A token lies here beside its queue and nowhere else. */
export class DiskStore {
  constructor(database) {
    this.database = database;
    this.persistent = true;
  }

  static open(indexedDB) {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(NAME, VERSION);
      opening.onupgradeneeded = () => build(opening.result);
      opening.onsuccess = () => resolve(new DiskStore(opening.result));
      opening.onerror = () => reject(opening.error);
      opening.onblocked = () => reject(new Error("blocked"));
    });
  }

  putSegment(segment, bytes) {
    return this.write(["segments", "bytes"], (stores) => {
      stores.segments.put(segment);
      stores.bytes.put({ id: segment.id, bytes });
    });
  }

  removeSegment(id) {
    return this.write(["segments", "bytes"], (stores) => {
      stores.segments.delete(id);
      stores.bytes.delete(id);
    });
  }

  async setAside(id, code) {
    const segment = await this.read("segments", (store) => store.get(id));
    if (segment) await this.write(["segments"], (stores) => stores.segments.put(Object.assign(segment, { aside: code })));
  }

  async segments(attempt) {
    return ofAttempt(await this.read("segments", (store) => store.getAll()), attempt);
  }

  async bytes(id) {
    const row = await this.read("bytes", (store) => store.get(id));
    return row ? row.bytes : null;
  }

  putEvent(event) {
    return this.write(["events"], (stores) => stores.events.put(event));
  }

  removeEvents(ids) {
    return this.write(["events"], (stores) => ids.forEach((id) => stores.events.delete(id)));
  }

  async events(attempt) {
    return ofAttempt(await this.read("events", (store) => store.getAll()), attempt);
  }

  putToken(row) {
    return this.write(["tokens"], (stores) => stores.tokens.put(row));
  }

  removeToken(attempt) {
    return this.write(["tokens"], (stores) => stores.tokens.delete(attempt));
  }

  tokens() {
    return this.read("tokens", (store) => store.getAll());
  }

  read(name, ask) {
    return new Promise((resolve, reject) => {
      const request = ask(this.database.transaction([name], "readonly").objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /* Resolves when the transaction is complete, not merely asked for. */
  write(names, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(names, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error || new Error("aborted"));
      const stores = {};
      names.forEach((name) => (stores[name] = transaction.objectStore(name)));
      change(stores);
    });
  }
}

function build(database) {
  database.createObjectStore("segments", { keyPath: "id" });
  database.createObjectStore("bytes", { keyPath: "id" });
  database.createObjectStore("events", { keyPath: "id" });
  database.createObjectStore("tokens", { keyPath: "attempt" });
}

function ofAttempt(rows, attempt) {
  return rows.filter((row) => row.attempt === attempt).sort((a, b) => a.added - b.added);
}

/* The same in memory, for browsers without IndexedDB and for what the disk refused. Lost with the page. */
export class MemoryStore {
  constructor() {
    this.persistent = false;
    this.kept = { segments: new Map(), bytes: new Map(), events: new Map(), tokens: new Map() };
  }

  async putSegment(segment, bytes) {
    this.kept.segments.set(segment.id, segment);
    this.kept.bytes.set(segment.id, bytes);
  }

  async removeSegment(id) {
    this.kept.segments.delete(id);
    this.kept.bytes.delete(id);
  }

  async setAside(id, code) {
    const segment = this.kept.segments.get(id);
    if (segment) segment.aside = code;
  }

  async segments(attempt) {
    return ofAttempt(Array.from(this.kept.segments.values()), attempt);
  }

  async bytes(id) {
    return this.kept.bytes.get(id) || null;
  }

  async putEvent(event) {
    this.kept.events.set(event.id, event);
  }

  async removeEvents(ids) {
    ids.forEach((id) => this.kept.events.delete(id));
  }

  async events(attempt) {
    return ofAttempt(Array.from(this.kept.events.values()), attempt);
  }

  async putToken(row) {
    this.kept.tokens.set(row.attempt, row);
  }

  async removeToken(attempt) {
    this.kept.tokens.delete(attempt);
  }

  async tokens() {
    return Array.from(this.kept.tokens.values());
  }
}

/* The disk where there is one, else memory. Some Safaris never answer when asked to open: `patience` rejects. */
export async function openStore(indexedDB, patience) {
  if (!indexedDB) return new MemoryStore();
  try {
    return await Promise.race([DiskStore.open(indexedDB), patience()]);
  } catch (error) {
    return new MemoryStore();
  }
}
