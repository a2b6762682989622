/* Pictures of one segment as a QuickTime file with a Photo-JPEG track: any player and any image library opens it.
   Times are milliseconds. Only `ftyp`, `moov` and the head of `mdat` are made here; the JPEGs follow as they are. */
export const STILLS_TYPE = "video/quicktime";
const TIMESCALE = 1000;
const UNITY = [65536, 0, 0, 0, 65536, 0, 0, 0, 1073741824];
const MDAT_HEAD = 8;

/* `pictures`: [{size: bytes, ms: how long it is shown}] in order. Returns an ArrayBuffer that goes before them. */
export function quickTimeHead({ width, height, pictures }) {
  const type = box("ftyp", [text("qt  "), [0x20, 5, 3, 0], text("qt  ")]);
  const at = type.length + movie(width, height, pictures, 0).length + MDAT_HEAD;
  const bytes = pictures.reduce((sum, picture) => sum + picture.size, 0);
  const whole = type.concat(movie(width, height, pictures, at), u32(MDAT_HEAD + bytes), text("mdat"));
  return new Uint8Array(whole).buffer;
}

function movie(width, height, pictures, at) {
  const duration = pictures.reduce((sum, picture) => sum + picture.ms, 0);
  return box("moov", [movieHeader(duration), box("trak", [trackHeader(width, height, duration), media(width, height, pictures, duration, at)])]);
}

function movieHeader(duration) {
  const rate = [u32(65536), u16(256), zeros(10)];
  return box("mvhd", [zeros(12), u32(TIMESCALE), u32(duration)].concat(rate, UNITY.map(u32), [zeros(24), u32(2)]));
}

function trackHeader(width, height, duration) {
  const facts = [[0, 0, 0, 15], zeros(8), u32(1), zeros(4), u32(duration), zeros(16)];
  return box("tkhd", facts.concat(UNITY.map(u32), [u32(width * 65536), u32(height * 65536)]));
}

function media(width, height, pictures, duration, at) {
  const header = box("mdhd", [zeros(12), u32(TIMESCALE), u32(duration), zeros(4)]);
  const where = box("dinf", [box("dref", [zeros(4), u32(1), box("url ", [[0, 0, 0, 1]])])]);
  const information = box("minf", [box("vmhd", [[0, 0, 0, 1], zeros(8)]), handler("dhlr", "url "), where, table(width, height, pictures, at)]);
  return box("mdia", [header, handler("mhlr", "vide"), information]);
}

function handler(kind, what) {
  return box("hdlr", [zeros(4), text(kind), text(what), zeros(13)]);
}

/* All pictures lie in one chunk that begins at the byte `at`. */
function table(width, height, pictures, at) {
  const times = pictures.map((picture) => u32(1).concat(u32(picture.ms)));
  return box("stbl", [
    box("stsd", [zeros(4), u32(1), sampleEntry(width, height)]),
    box("stts", [zeros(4), u32(pictures.length)].concat(times)),
    box("stsc", [zeros(4), u32(1), u32(1), u32(pictures.length), u32(1)]),
    box("stsz", [zeros(8), u32(pictures.length)].concat(pictures.map((picture) => u32(picture.size)))),
    box("stco", [zeros(4), u32(1), u32(at)]),
  ]);
}

function sampleEntry(width, height) {
  const resolution = [u32(72 * 65536), u32(72 * 65536)];
  return box("jpeg", [zeros(6), u16(1), zeros(16), u16(width), u16(height)].concat(resolution, [zeros(4), u16(1), zeros(32), u16(24), [255, 255]]));
}

function box(name, parts) {
  const content = [].concat.apply([], parts);
  return u32(content.length + 8).concat(text(name), content);
}

function u32(number) {
  return [(number >>> 24) & 255, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
}

function u16(number) {
  return [(number >> 8) & 255, number & 255];
}

function text(letters) {
  return letters.split("").map((letter) => letter.charCodeAt(0));
}

function zeros(count) {
  return new Array(count).fill(0);
}
