"""Recompute the trust percent of an evidence pack: python3 trust.py PACK.zip (Python 3.8 or newer, nothing else).

It reads the rules, the violations and the segments from the pack, computes every line of the ledger, the coverage and
the percent anew, and compares them with what was stated. Exit code 0: the same, 1: not the same, 2: unreadable.
Whether the pack itself was changed is for `verify.html` to say.
"""

import json
import sys
import zipfile
from datetime import datetime

WEIGHING = ("measured", "provisional")  # grades that may lower trust
BLOCKED = {"camera": "camera_blocked", "screen": "screen_blocked"}  # what shows nothing is no coverage
DECODED_SLACK_SECONDS = 1.0  # a camera's segment may be longer than its decoded frames by this


class Pack:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.links = [json.loads(line) for line in self.zip.read("chain/links.jsonl").splitlines()]
        self.account = json.loads(self.zip.read("account.json"))

    def all(self, *actions):
        return [link["content"] for link in self.links if link["action"] in actions]

    def documents(self, action):
        """Return the documents that stand by part: a newer one supersedes those before it."""
        newest = {content["part"]: content["sha256"] for content in self.all(action)}
        names = set(self.zip.namelist())
        told = {part: f"documents/{sha256}.json" for part, sha256 in newest.items()}
        return {part: json.loads(self.zip.read(name)) for part, name in told.items() if name in names}

    def document(self, action):
        return next(iter(self.documents(action).values()), None)


def joined(spans):
    out = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return out


def without(spans, holes):
    left = joined(spans)
    for start, end in joined(holes):
        left = [piece for a, b in left for piece in ([a, min(b, start)], [max(a, end), b]) if piece[1] > piece[0]]
    return left


def clipped(spans, start, end):
    return joined([max(a, start), min(b, end)] for a, b in spans)


def measured(spans):
    return sum(end - start for start, end in joined(spans))


def tenths(points):
    return int(points * 10 + 0.5 + 1e-9) / 10


def elapsed_of(pack):
    """Return how long the attempt's clock ran, by the chain: an end may have been moved later."""
    ended = [link["content"]["ended_at"] for link in pack.links if "ended_at" in link["content"]]
    moments = [pack.all("attempt_started")[-1]["started_at"], ended[-1]]
    started, end = (datetime.fromisoformat(moment) for moment in moments)
    return max(0.0, (end - started).total_seconds())


def recorded(pack):
    """Return by track the seconds that can be seen; the same bytes a second time show nothing new."""
    sets, known, spans = pack.documents("segment_analysed"), set(), {"camera": [], "screen": []}
    for content in pack.all("segment_stored", "segment_unannounced"):
        seen = sets.get(f"{content['track']}-{content['run']}-{content['sequence']}")
        if seen is None or content["track"] not in spans:
            continue
        decoded = content["start"] + seen["duration_seconds"] + DECODED_SLACK_SECONDS
        end = min(content["end"], decoded) if content["track"] == "camera" else content["end"]
        if content["sha256"] not in known:
            spans[content["track"]].append([content["start"], end])
        known.add(content["sha256"])
    return spans


def ledger(violations, rules, counted, stated):
    """Return the lines in order of time; the cap of a kind is used up by the earliest."""
    grades = {line["violation"]: line for line in stated["lines"]}
    used, lines = {}, []
    for one in sorted(violations, key=lambda one: (one["start"], one["end"], one["kind"], one["violation"])):
        line = grades[one["violation"]]
        weighs = line["grade"] in WEIGHING and not line["by_accommodation"]
        weight = (rules["weights"].get(one["kind"]) if weighs else None) or {"per_event": 0, "per_second": 0, "cap": 0}
        seconds = sum(max(0.0, min(one["end"], b) - max(one["start"], a)) for a, b in counted)
        uncapped = tenths(weight["per_event"] + weight["per_second"] * seconds) if seconds > 0 else 0.0
        points = tenths(max(0.0, min(uncapped, weight["cap"] - used.get(one["kind"], 0.0))))
        used[one["kind"]] = used.get(one["kind"], 0.0) + points
        lines.append((one, points, line["deduction"]))
    return lines


def say(line):
    sys.stdout.write(line + "\n")


def main(path):
    pack = Pack(path)
    rules, stated = pack.document("policy_frozen")["rules"], pack.document("trust_stated")
    if stated is None:
        say("No percent was stated.")
        return 0
    violations, pauses = pack.document("violations_stated")["violations"], pack.account["pauses"]
    elapsed, grace = elapsed_of(pack), rules["grace_seconds"]
    counted = without([[grace, max(grace, elapsed)]], pauses)
    lines = ledger(violations, rules, counted, stated)
    spans, shares = recorded(pack), []
    for track in pack.account["required_tracks"]:
        blocked = [[one["start"], one["end"]] for one in violations if one["kind"] == BLOCKED[track]]
        seen = clipped(without(spans[track], blocked + pauses), grace, max(grace, elapsed))
        shares.append(measured(seen) / measured(counted) if measured(counted) > 0 else 0.0)
    covered = min([1.0] + shares)
    if len(pack.documents("segment_analysed")) < len({content["part"] for content in pack.all("segment_analysed")}):
        say("Measures were deleted by rule: the coverage is taken as it was stated.")
        covered = stated["coverage"]
    state, percent = "stated", max(0, (1000 - sum(round(points * 10) for _, points, _ in lines) + 5) // 10)
    if elapsed - measured(clipped(pauses, 0.0, elapsed)) <= rules["minimum_seconds"]:
        state, percent = "too_short", None
    elif covered < rules["coverage_minimum"]:
        state, percent = "insufficient_evidence", None
    for one, points, said in lines:
        mark = "" if abs(points - said) < 0.05 else f"   NOT THE SAME: stated {said:.1f}"
        say(f"{one['start']:9.1f} {one['end']:9.1f}  {one['kind']:20} -{points:.1f}{mark}")
    say(f"recomputed: {state}, trust {percent}, coverage {covered:.4f}")
    say(f"stated:     {stated['state']}, trust {stated['percent']}, coverage {stated['coverage']:.4f}")
    same = (state, percent) == (stated["state"], stated["percent"]) and abs(covered - stated["coverage"]) < 0.001
    return 0 if same and all(abs(points - said) < 0.05 for _, points, said in lines) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except (IndexError, KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile) as error:
        say(f"This is no evidence pack that can be computed: {error!r}")
        sys.exit(2)
