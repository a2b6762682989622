import { sha256Hex } from "./hash.js";

const TYPES = ["video/webm", "video/mp4", "video/quicktime"];

/* Segments of one attempt that are not yet durable on the server: stored first, then sent, then deleted. */
export class Outbox {
  constructor({ attempt, store, spare, subtle, bytesOf, makeBlob, now, onAdded, onStoreFailed }) {
    Object.assign(this, { attempt, store, spare, subtle, bytesOf, makeBlob, now, onAdded, onStoreFailed });
    this.sequences = {};
    this.onDisk = {};
    this.settled = {};
  }

  /* `piece`: {parts, type, start, end} from a recorder. Returns the stored segment's facts. */
  async add(track, run, piece) {
    const sequence = this.sequences[track + run] || 0;
    this.sequences[track + run] = sequence + 1;
    const bytes = await this.bytesOf(this.makeBlob(piece.parts));
    const segment = {
      id: [this.attempt, track, run, sequence].join("/"),
      attempt: this.attempt, track, run, sequence,
      type: TYPES.find((type) => piece.type.indexOf(type) === 0) || "video/webm",
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
      this.onDisk[segment.id] = segment;
    } catch (error) {
      await this.spare.putSegment(segment, bytes);
      this.onStoreFailed(error, await this.lost());
    }
  }

  /* What this page had put on the disk and nobody has sent: somebody cleared the browser's storage. */
  async lost() {
    const left = (await this.readable(this.store)).map((segment) => segment.id);
    return Object.keys(this.onDisk).filter((id) => left.indexOf(id) < 0).map((id) => this.onDisk[id]);
  }

  /* Facts of what waits, oldest first; checks before the rest, since a student waits for their answer. What lies in
     memory goes before what the disk keeps: it would be lost with the page, and its room is small. */
  async waiting() {
    const kept = await this.all();
    const open = kept.filter((segment) => !segment.aside && !this.settled[segment.id]);
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
    return (await this.spare.bytes(id)) || this.store.bytes(id).catch(() => null);
  }

  async remove(id) {
    this.settle(id);
    await Promise.all([this.store.removeSegment(id).catch(() => null), this.spare.removeSegment(id)]);
  }

  async setAside(id, code) {
    this.settle(id);
    await Promise.all([this.store.setAside(id, code).catch(() => null), this.spare.setAside(id, code)]);
  }

  /* A disk that fails must not have the same segment sent again and again. */
  settle(id) {
    this.settled[id] = true;
    delete this.onDisk[id];
  }

  /* What the server is told about segments that are still to come. */
  async manifest() {
    const waiting = await this.waiting();
    return waiting.map(({ track, run, sequence, sha256, start, end }) => ({ track, run, sequence, sha256, start, end }));
  }
}
