import { sha256Hex } from "./hash.js";

/* Segments of one attempt that are not yet durable on the server: stored first, then sent, then deleted. */
export class Outbox {
  constructor({ attempt, store, spare, subtle, bytesOf, makeBlob, now, onAdded, onStoreFailed }) {
    Object.assign(this, { attempt, store, spare, subtle, bytesOf, makeBlob, now, onAdded, onStoreFailed });
    this.sequences = {};
  }

  /* `piece`: {parts, type, start, end} from a recorder. Returns the stored segment's facts. */
  async add(track, run, piece) {
    const sequence = this.sequences[track + run] || 0;
    this.sequences[track + run] = sequence + 1;
    const bytes = await this.bytesOf(this.makeBlob(piece.parts));
    const segment = {
      id: [this.attempt, track, run, sequence].join("/"),
      attempt: this.attempt, track, run, sequence,
      type: piece.type.indexOf("mp4") >= 0 ? "video/mp4" : "video/webm",
      sha256: await sha256Hex(bytes, this.subtle),
      start: piece.start, end: piece.end, added: this.now(), aside: "",
    };
    await this.keep(segment, bytes);
    this.onAdded(segment);
    return segment;
  }

  async keep(segment, bytes) {
    try {
      await this.store.putSegment(segment, bytes);
    } catch (error) {
      await this.spare.putSegment(segment, bytes);
      this.onStoreFailed(error);
    }
  }

  /* Facts of what waits, oldest first; checks before the rest, since a student waits for their answer. What lies in
     memory goes before what the disk keeps: it would be lost with the page, and its room is small. */
  async waiting() {
    const kept = await this.all();
    const open = kept.filter((segment) => !segment.aside);
    const checks = open.filter((segment) => segment.track.indexOf("check_") === 0);
    return checks.concat(open.filter((segment) => segment.track.indexOf("check_") !== 0));
  }

  async all() {
    const [disk, memory] = await Promise.all([this.readable(this.store), this.spare.segments(this.attempt)]);
    return memory.concat(disk);
  }

  /* A disk that fails later must not stop what lies in memory. */
  async readable(store) {
    try {
      return await store.segments(this.attempt);
    } catch (error) {
      return [];
    }
  }

  /* What waits and lies on no disk. */
  async inMemory() {
    const spare = await this.spare.segments(this.attempt);
    const kept = this.store.persistent ? spare : spare.concat(await this.readable(this.store));
    return kept.filter((segment) => !segment.aside);
  }

  async bytes(id) {
    return (await this.spare.bytes(id)) || this.store.bytes(id);
  }

  async remove(id) {
    await Promise.all([this.store.removeSegment(id), this.spare.removeSegment(id)]);
  }

  async setAside(id, code) {
    await Promise.all([this.store.setAside(id, code), this.spare.setAside(id, code)]);
  }

  /* What the server is told about segments that are still to come. */
  async manifest() {
    const waiting = await this.waiting();
    return waiting.map(({ track, run, sequence, sha256 }) => ({ track, run, sequence, sha256 }));
  }
}
