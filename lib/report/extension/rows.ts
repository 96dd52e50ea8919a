// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { Change, ConfigDifference, ExtensionChange } from "../report";
import type { PlanPair } from "./pairs";
import { printedDifference } from "./values";

/** What the host's release is called beside those of clusters. */
const HOST = "host";

/** What becomes of an extension. */
export function extensionRow(pair: PlanPair): ExtensionChange {
    const { name, before, after, agents } = pair;
    const change: Change = before === undefined ? "created" : after === undefined ? "deleted" : "changed";
    return {
        name,
        change,
        version: sides(before?.version, after?.version),
        enabled: sides(before?.enabled, after?.enabled),
        ...(agents && { agents }),
        config: configDifferences(pair),
    };
}

/** What the host and each agent get; of an agent on the cluster "host" only what the host itself does not get. */
function configDifferences({ releases }: PlanPair): ConfigDifference[] {
    const all = releases.map(({ cluster, differences = [] }) => ({ cluster, own: differences.map(printedDifference) }));
    const ofHost = all.flatMap(({ cluster, own }) => (cluster === undefined ? own : []));
    return all.flatMap(({ cluster, own }) =>
        cluster === HOST
            ? own
                  .filter((one) => !ofHost.some((other) => isDeepStrictEqual(one, other)))
                  .map((one) => ({ cluster: `${HOST} (agent)`, ...one }))
            : own.map((one) => ({ cluster: cluster ?? HOST, ...one })),
    );
}

function sides<T>(before: T | undefined, after: T | undefined): { readonly before?: T; readonly after?: T } {
    return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
