import assert from "node:assert/strict";
import test from "node:test";
import { Sources } from "./sources.js";

function cameraCalled(label) {
  const track = { kind: "video", label, readyState: "live", addEventListener: () => null, stop: () => null };
  return { getTracks: () => [track], getVideoTracks: () => [track], getAudioTracks: () => [] };
}

test("each opened camera is told by its name", async () => {
  const names = ["Integrated Camera", "OBS Virtual Camera"];
  const told = [];
  const capture = { camera: async () => cameraCalled(names[told.length]) };
  const sources = new Sources({ capture, events: { add: (...event) => told.push(event) } });
  sources.use({ run: 1, policy: { camera_frames_per_second: 10 } });
  await sources.openCamera();
  await sources.openCamera();
  assert.deepEqual(told, [["camera_opened", "Integrated Camera"], ["camera_opened", "OBS Virtual Camera"]]);
});
