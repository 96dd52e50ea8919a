// SPDX-License-Identifier: Apache-2.0
import { MADE_PREFIX } from "../../isolation/rules";
import type { Labels } from "../../label-selector";
import { type Isolation, networkPoliciesOf } from "../../reach/isolation";
import type { NetworkPolicy, Workload, World } from "../../reach/world";
import type { ClusterChange, Objects } from "../objects";
import { anyPod } from "./any-pod";
import { isolationOf } from "./isolation";
import { otherwiseMade } from "./made";
import { namespacesOf } from "./namespaces";
import { ASSUMED_KIND, assumedPods, peersIn } from "./peers";
import type { Places } from "./places";
import { podsAfter, podsBefore } from "./pods";
import { networkPolicies } from "./policies";
import { settled } from "./settled";
import { distinctions, workloadsOf } from "./workloads";

/** Who may talk to whom before and after a change, and what could not be known of it. */
export interface Worlds {
    readonly before: World;
    readonly after: World;
    readonly notes: readonly string[];
}

/** What decides who may talk to whom, before and after. */
export function worldsOf(change: ClusterChange, { gateways, monitoring }: Places): Worlds {
    const { before, isWhole } = change;
    const { after, notes } = settled(before, change.after);
    const isolated = namespacesOf({ before, after, isWhole }, [...gateways, ...monitoring]);
    const assumed = isWhole ? undefined : { peers: [...peersIn(before), ...peersIn(after)] };
    const isolation = {
        before: isolationOf(before, isolated.before, assumed),
        after: isolationOf(after, isolated.after, assumed),
    };
    const policies = {
        before: policiesOf(before, isolation.before),
        after: policiesOf(after, isolation.after),
    };
    const by = distinctions(
        [...policies.before, ...policies.after],
        [...isolation.before.services, ...isolation.after.services].map(({ selector }) => ({ matchLabels: selector })),
    );
    const namespaces = { before: labelsOf(isolation.before), after: labelsOf(isolation.after) };
    const workloads = {
        before: [...workloadsOf(podsBefore(before), by), ...assumedPods(isolation.before.services)],
        after: [...workloadsOf(podsAfter(before, after), by), ...assumedPods(isolation.after.services)],
    };
    const populated = new Set(
        [...workloads.before, ...workloads.after]
            .filter(({ kind }) => kind !== ASSUMED_KIND)
            .map(({ namespace }) => namespace),
    );
    const anyPods = (labels: ReadonlyMap<string, Labels>): Workload[] =>
        isWhole ? [] : [...labels.keys()].filter((name) => !populated.has(name)).map(anyPod);
    return {
        before: world(namespaces.before, [...workloads.before, ...anyPods(namespaces.before)], policies.before),
        after: world(namespaces.after, [...workloads.after, ...anyPods(namespaces.after)], policies.after),
        notes: [...notes, ...(isWhole ? otherwiseMade(networkPolicies(before), policies.before) : [])],
    };
}

function world(
    namespaces: ReadonlyMap<string, Labels>,
    workloads: readonly Workload[],
    policies: readonly NetworkPolicy[],
): World {
    return { namespaces, workloads, policies };
}

/** Written policies, and those that KubeSphere makes: anew, in place of those that it has made once. */
function policiesOf(objects: Objects, isolation: Isolation): NetworkPolicy[] {
    const written = networkPolicies(objects).filter(({ name }) => !name.startsWith(MADE_PREFIX));
    return [...written, ...networkPoliciesOf(isolation)];
}

function labelsOf({ namespaces }: Isolation): ReadonlyMap<string, Labels> {
    return new Map(namespaces.map(({ name, labels }) => [name, labels]));
}
