// SPDX-License-Identifier: Apache-2.0
import { isPoolKey } from "./pool-keys";
import { POLICY_TRAFFIC_LABEL, POLICY_TYPE_LABEL, WORKSPACE_LABEL } from "../labels";
import { textsAt } from "../report/read";
import { listed } from "../report/words";
import { at } from "../tree";
import type { DriftField, Found } from "./drift";
import { fieldAt, keyPath } from "./fields";
import { isolationPath } from "./isolation";
import type { Target } from "./wanted";

/** Labels and annotations with another value, but those that have a meaning of their own in the network. */
export function keyDrifts(target: Target): Found[] {
    const { object, live } = target;
    const isolation = isolationPath(object).join();
    const paths = (["labels", "annotations"] as const).flatMap((section) =>
        Object.keys(textsAt(object.tree, "metadata", section))
            .filter((key) => !isPoolKey(section, key) && !SORTING.includes(key))
            .map((key) => keyPath(section, key)),
    );
    const fields = paths
        .filter((path) => path.join() !== isolation && at(live?.tree, ...path) !== at(object.tree, ...path))
        .map((path) => fieldAt(target, path));
    return live === undefined || fields.length === 0 ? [] : [found(target, fields)];
}

/** The labels of policies are told with policies. */
const SORTING: readonly string[] = [POLICY_TYPE_LABEL, POLICY_TRAFFIC_LABEL];

function found({ object: { name } }: Target, fields: readonly DriftField[]): Found {
    const names = fields.map(({ path }) => path.at(-1) ?? "");
    const isMoved = names.includes(WORKSPACE_LABEL);
    return {
        rule: "drift-key",
        severity: isMoved ? "warning" : "notice",
        leadsTo: [],
        wanted: listed(fields.map(({ wanted }) => String(wanted))),
        live: listed(fields.map(({ live = "nothing" }) => String(live))),
        message: isMoved
            ? `${name} is not in the workspace that is wanted: who may reach its pods follows from its workspace.`
            : `${listed(names)} of ${name} ${names.length === 1 ? "has" : "have"} another value.`,
        fields,
        accept: fields.map(({ path, live }) => ({ path, ...(live !== undefined && { value: live }) })),
    };
}
