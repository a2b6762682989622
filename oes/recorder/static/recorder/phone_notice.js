import { canShare, dressForPhone, isHandheld } from "./handheld.js";

if (isHandheld(navigator, canShare(navigator))) dressForPhone(document);
