// SPDX-License-Identifier: Apache-2.0
import {
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "../../kinds";
import { NETWORK_ISOLATE_ANNOTATION } from "../../labels";
import { at, isKnown } from "../../tree";
import { type KubeObject, nameKey, Objects } from "../objects";
import type { Path } from "../read";

const ISOLATED: Path = ["metadata", "annotations", NETWORK_ISOLATE_ANNOTATION];

/** What of which kinds decides who may talk to whom. */
const DECIDING: readonly (readonly [Kind, ...Path[]])[] = [
    [NETWORK_POLICY, ["spec"]],
    [NAMESPACE_NETWORK_POLICY, ["spec"]],
    [SERVICE, ["spec", "selector"], ["spec", "ports"]],
    [NAMESPACE, ["metadata", "labels"], ISOLATED],
    [WORKSPACE, ISOLATED],
    [WORKSPACE_TEMPLATE, ["spec", "template", ...ISOLATED]],
];

/**
 * The objects that there will be, as far as they can be judged: one of which a part that decides is known only after the
 * update counts as it is now, and not at all if it is new. Each is noted.
 */
export function settled(
    before: Objects,
    after: Objects,
): { readonly after: Objects; readonly notes: readonly string[] } {
    const late = DECIDING.flatMap(([kind, ...paths]) =>
        [...after.of(kind).values()].filter(({ tree }) => paths.some((path) => !isKnown(at(tree, ...path)))),
    );
    if (late.length === 0) {
        return { after, notes: [] };
    }
    const unknown = new Set<KubeObject>(late);
    const now = late.flatMap((object) => before.of(object).get(nameKey(object)) ?? []);
    return {
        after: new Objects([...[...after].filter((object) => !unknown.has(object)), ...now]),
        notes: late.map(
            (object) =>
                `${object.kind} ${nameKey(object)} has parts that are known only after the update. Connections are judged ${
                    now.some((each) => each.kind === object.kind && nameKey(each) === nameKey(object))
                        ? "by what it is now"
                        : "without it"
                }.`,
        ),
    };
}
