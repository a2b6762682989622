import { showOwnTimes, zoneOfDevice } from "./own_zone.js";

showOwnTimes(document, zoneOfDevice());
