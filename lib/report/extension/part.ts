// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN } from "../../kinds";
import type { ClusterChange } from "../objects";
import type { Finding, ObjectRef, Part } from "../report";
import { VERSION_EXISTS_ID } from "../rules/extension-rules";
import { featureFindings } from "./features";
import type { Found } from "./found";
import { imageFindings } from "./images";
import { lifecycleFindings } from "./lifecycle";
import { liveFindings } from "./live";
import { extensionNotes } from "./notes";
import { type ChangedPair, isChanged, isChangedPair, type PlanPair, pairsOf } from "./pairs";
import { placementFindings } from "./placements";
import { rolloutFindings } from "./rollout";
import { extensionRow } from "./rows";
import { extensionLosses, extensionStep } from "./steps";
import { extensionSummary } from "./summary";
import { versionFindings } from "./versions";

/** What is said of a plan that is there before and after. */
const CHECKS: readonly ((pair: ChangedPair) => Found[])[] = [
    versionFindings,
    placementFindings,
    featureFindings,
    imageFindings,
    rolloutFindings,
];

/** What a change means for the extensions of KubeSphere. */
export function extensionPart(change: ClusterChange): Part {
    const place = change.cluster === undefined ? {} : { cluster: change.cluster };
    const all = pairsOf(change);
    const pairs = all.filter(isChanged);
    const rows = pairs.map(extensionRow);
    const summary = extensionSummary(rows);
    return {
        ...(summary !== undefined && { summary }),
        extensions: rows.map((row) => ({ ...place, ...row })),
        findings: all.flatMap((pair) =>
            findingsOf(pair, change).map((found): Finding => ({
                area: "extension",
                ...place,
                object: planOf(pair),
                ...found,
            })),
        ),
        steps: pairs.map(extensionStep),
        irreversible: pairs.flatMap((pair) =>
            extensionLosses(pair).map((loss) => ({ object: planOf(pair), ...place, ...loss })),
        ),
        notes: pairs.flatMap(extensionNotes),
    };
}

function findingsOf(pair: PlanPair, change: ClusterChange): Found[] {
    const live = liveFindings(pair, change);
    // KubeSphere does nothing at all with a plan for a version that it does not have.
    return !isChanged(pair) || live.some(({ rule }) => rule === VERSION_EXISTS_ID)
        ? live
        : [
              ...lifecycleFindings(pair, change),
              ...(isChangedPair(pair) ? CHECKS.flatMap((check) => check(pair)) : []),
              ...live,
          ];
}

function planOf({ before, after }: PlanPair): ObjectRef {
    return { kind: INSTALL_PLAN.kind, name: (after ?? before)?.object.name ?? "" };
}
