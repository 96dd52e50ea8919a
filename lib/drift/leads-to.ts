// SPDX-License-Identifier: Apache-2.0
import { bindingsPart } from "../report/bindings/part";
import { extensionPart } from "../report/extension/part";
import { isolationPart } from "../report/isolation/part";
import { nameKey, Objects } from "../report/objects";
import { poolsPart } from "../report/pools/part";
import type { Finding, ObjectRef } from "../report/report";
import { grouped } from "../grouped";
import { aimOf } from "./aim";
import { alike } from "./alike";
import type { Found } from "./drift";
import type { Target } from "./wanted";

/** What a report finds on the way from what is wanted to what is there, by object. */
export type LeadsTo = (object: ObjectRef, found: Found) => readonly Finding[];

/** What drift leads to: the same that a report would say of a change from what is wanted to what is there. */
export function leadsTo(targets: readonly Target[]): LeadsTo {
    const change = {
        before: new Objects(targets.map((target) => alike(aimOf(target)))),
        after: new Objects(targets.flatMap(({ live }) => (live === undefined ? [] : [alike(live)]))),
        // Nothing but the wanted objects is read, so nobody knows who else there is.
        isWhole: false,
    };
    const parts = [poolsPart, bindingsPart, isolationPart, extensionPart].map((part) => part(change));
    const findings = grouped(
        parts.flatMap((part) => part.findings ?? []),
        ({ object }) => keyOf(object),
    );
    return (object, { leadsTo: rules }) =>
        (findings.get(keyOf(object)) ?? []).filter(({ rule }) => rules.includes(rule)).map(asItIs);
}

/** A report speaks of an update that is to come; here somebody has done it already. */
function asItIs(finding: Finding): Finding {
    const message = finding.message
        .replace(" by this update", "")
        .replace("which this update deletes", "which is gone");
    return { ...finding, message };
}

function keyOf(object: ObjectRef): string {
    return `${object.kind} ${nameKey(object)}`;
}
