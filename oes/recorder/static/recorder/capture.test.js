import assert from "node:assert/strict";
import test from "node:test";
import { Capture } from "./capture.js";

const named = (name) => Object.assign(new Error(name), { name });
const screen = { width: 1920, height: 1080 };

function capture(mediaDevices, types) {
  return new Capture({ mediaDevices, screen, MediaRecorder: { isTypeSupported: (type) => (types || ["video/webm"]).indexOf(type) >= 0 } });
}

test("a refused microphone leaves the camera", async () => {
  const asked = [];
  const getUserMedia = async (what) => {
    asked.push(Boolean(what.audio));
    if (what.audio) throw named("NotAllowedError");
    return "camera";
  };
  assert.equal(await capture({ getUserMedia }).camera(10, 24), "camera");
  assert.deepEqual(asked, [true, false]);
});

test("rules without sound ask for no microphone", async () => {
  const asked = [];
  const getUserMedia = async (what) => asked.push(what.audio);
  await capture({ getUserMedia }).camera(10, 0);
  assert.deepEqual(asked, [false]);
});

for (const [name, code] of [["NotAllowedError", "denied"], ["NotFoundError", "missing"], ["NotReadableError", "in_use"], ["Strange", "failed"]]) {
  test(name + " is told as " + code, async () => {
    const getUserMedia = () => Promise.reject(named(name));
    await assert.rejects(capture({ getUserMedia }).camera(10, 24), { code });
  });
}

test("a phone cannot share its screen", async () => {
  const phone = capture({ getUserMedia: () => null });
  assert.equal(phone.canShareScreen, false);
  await assert.rejects(phone.shareScreen(), { code: "unsupported" });
});

test("WebM goes before MP4, none means that this browser cannot record", () => {
  assert.equal(capture({}, ["video/mp4", "video/webm"]).mimeType(), "video/webm");
  assert.equal(capture({ getUserMedia: () => null }, ["nothing"]).canRecord, false);
});

test("only a stream with sound is recorded as one", () => {
  const made = [];
  class Recorder {
    constructor(stream, options) {
      made.push(options.mimeType);
    }
  }
  Recorder.isTypeSupported = () => true;
  const here = new Capture({ mediaDevices: {}, screen, MediaRecorder: Recorder });
  here.recorderFor({ getAudioTracks: () => ["microphone"] }, 160, 24);
  here.recorderFor({ getAudioTracks: () => [] }, 64, 24);
  assert.deepEqual(made, ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp8"]);
});
