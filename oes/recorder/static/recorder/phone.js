import { ExamFrame } from "./exam_frame.js";
import { ExamTab } from "./exam_tab.js";
import { ExamStep } from "./exam_step.js";
import { FrameLayer } from "./frame_layer.js";
import { FramedExamStep } from "./framed_exam_step.js";
import { dressForPhone } from "./handheld.js";
import { BackGesture } from "./back_gesture.js";

/* The exam's step as this device needs it: with a tab of its own, or on a phone with a frame of this page. */
export function examStepOf(parts) {
  const { config, view, api, sources, clock, uploader, ticker, now, hooks } = parts;
  const common = { view, api, sources, clock, uploader, graceSeconds: config.graceSeconds, onFinish: () => hooks.way.finishPressed() };
  const origin = window.location.origin;
  if (!config.handheld) return new ExamStep(Object.assign({ examTab: new ExamTab({ window, origin, ticker, now }) }, common));
  dressForPhone(document);
  const examTab = new ExamFrame({
    window, document, origin, ticker, now, place: view.id("frame-place"), title: config.title,
    onLoad: () => parts.lease.poll(), // the link back ends the attempt: that is noticed at once
    onAck: () => step.calm(),
  });
  const layer = new FrameLayer({ view, window, main: document.querySelector("main") });
  const back = new BackGesture({ window, onBack: () => step.stayed() });
  const step = new FramedExamStep(Object.assign({ examTab, layer, back }, common));
  hooks.shown = (name) => step.follow(name);
  return step;
}
