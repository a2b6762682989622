/* The ways to record, from most to least; the first one that the device can and the rules allow is taken.
   A: camera and screen, S: camera inside Safe Exam Browser, B: camera, C: one picture of the camera a second. */
export function tierOf({ canRecord, canShareScreen, canTakePictures }, tiers) {
  const can = { A: canRecord && canShareScreen, S: canRecord, B: canRecord, C: canTakePictures };
  return ["A", "S", "B", "C"].find((tier) => can[tier] && tiers.indexOf(tier) >= 0) || "";
}

/* The page that says why nothing of it is possible, and what to do; "" where something is. */
export function refusalOf(abilities, tiers) {
  if (tierOf(abilities, tiers)) return "";
  if (!abilities.canRecord && !abilities.canTakePictures) return "unsupported";
  return abilities.canRecord ? "screenless" : "videoless";
}
