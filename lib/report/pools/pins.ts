// SPDX-License-Identifier: Apache-2.0
import { canonical, parseCidr } from "../../cidr";
import { annotatedPools } from "../../ippool/pins";
import { POD } from "../../kinds";
import { POOL_ANNOTATION_KEYS } from "../../labels";
import { at, isKnown, type Tree } from "../../tree";
import { podsBefore } from "../connectivity/pods";
import { nameKey, type Objects } from "../objects";
import { listAt, textsAt } from "../read";
import { PINNED_RULE } from "../rules/pool-rules";
import { LATE, listed, numbered } from "../words";
import type { Found, PoolCheck, PoolWorld } from "./check";
import { isDisabledNow, isEnabled } from "./lifecycle";
import type { PoolPair } from "./pairs";

/** Pods, or what makes them, with annotations that may ask for pools. */
interface Holder {
    /** Such as "Deployment shop/web". */
    readonly title: string;
    /** Annotations of the pods. */
    readonly annotations: Tree;
}

/** Workloads that ask by annotation for a pool which goes or is disabled. Namespaces that do are bindings. */
export const pinned: PoolCheck = ({ change, pairs }) => {
    const taken = pairs.filter(isTaken);
    if (taken.length === 0) {
        return [];
    }
    const titles = new Map<string, Set<string>>();
    for (const { title, annotations } of holdersIn(change.after)) {
        for (const entry of annotatedPools(textsAt(annotations))) {
            const cidr = parseCidr(entry);
            const key = cidr ? canonical(cidr) : entry;
            titles.set(key, (titles.get(key) ?? new Set()).add(title));
        }
    }
    return taken.flatMap((pair) => {
        const range = pair.before?.range;
        const asked = [...(titles.get(pair.name) ?? []), ...((range && titles.get(canonical(range))) ?? [])];
        return asked.length === 0 ? [] : [said(pair, [...new Set(asked)].sort())];
    });
};

/** Whatever may ask for a pool that goes or is disabled, as a note says it. */
export function unknownPins({ change, pairs }: PoolWorld): string[] {
    const hidden = pairs.some(isTaken)
        ? holdersIn(change.after)
              .filter(({ annotations }) =>
                  [annotations, ...POOL_ANNOTATION_KEYS.map((key) => at(annotations, key))].some(
                      (part) => !isKnown(part),
                  ),
              )
              .map(({ title }) => title)
        : [];
    return hidden.length === 0
        ? []
        : [`Which pools ${listed(hidden)} ${numbered(hidden.length, "asks", "ask")} for is ${LATE}.`];
}

function isTaken(pair: PoolPair): boolean {
    return isDisabledNow(pair) || (isEnabled(pair.before) && pair.after === undefined);
}

function said({ name, after }: PoolPair, titles: readonly string[]): Found {
    const [ask, them] = [numbered(titles.length, "asks", "ask"), numbered(titles.length, "it", "them")];
    return {
        rule: PINNED_RULE,
        pool: name,
        severity: "danger",
        message: `${listed(titles)} ${ask} for "${name}" by annotation: new pods of ${them} fail once the pool is ${after ? "disabled" : "deleted"}, even if they ask for other pools too.`,
        wayOut: `Take "${name}" off the annotations first.`,
    };
}

/** What makes pods, and pods that nothing makes which is seen here. */
function holdersIn(objects: Objects): Holder[] {
    const makers = new Map<string, Holder>();
    for (const { kind, namespace, name, tree } of objects) {
        const template = at(tree, "spec", "jobTemplate", "spec", "template") ?? at(tree, "spec", "template");
        if (template !== undefined && listAt(tree, "metadata", "ownerReferences").length === 0) {
            const title = `${kind} ${nameKey({ namespace, name })}`;
            makers.set(title, { title, annotations: at(template, "metadata", "annotations") });
        }
    }
    const pods = podsBefore(objects).flatMap(({ namespace, podName: name, owner }) => {
        const title = `${owner.kind} ${nameKey({ namespace, name: owner.name })}`;
        const pod = name === undefined ? undefined : objects.of(POD).get(nameKey({ namespace, name }));
        return pod && !makers.has(title) ? [{ title, annotations: at(pod.tree, "metadata", "annotations") }] : [];
    });
    return [...makers.values(), ...pods];
}
