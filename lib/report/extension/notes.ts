// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { at, isKnown, UNKNOWN } from "../../tree";
import { LATE, listed } from "../words";
import type { PlanPair } from "./pairs";

/** What is not known of an extension that stays or comes. */
export function extensionNotes({ name, before, after, agents, releases }: PlanPair): string[] {
    if (after === undefined) {
        return [];
    }
    const late = [
        ...(isKnown(at(after.object.tree, "spec", "extension")) ? [] : ["its version"]),
        ...(isKnown(at(after.object.tree, "spec", "enabled")) ? [] : ["whether it is enabled"]),
        ...(after.placement === UNKNOWN ? ["where its agents go"] : []),
        ...(releases.some((release) => release.after === UNKNOWN) ? ["what its values are"] : []),
    ];
    const isUnresolved =
        agents === undefined && after.placement !== UNKNOWN && !isDeepStrictEqual(before?.placement, after.placement);
    return [
        ...(late.length > 0 ? [`Of the extension "${name}" it is ${LATE}: ${listed(late)}.`] : []),
        ...(isUnresolved
            ? [
                  `Nobody tells here which clusters the extension "${name}" selects: its agents that come or go are left out.`,
              ]
            : []),
    ];
}
