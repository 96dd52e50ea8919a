// SPDX-License-Identifier: Apache-2.0
import { MADE_PREFIX } from "../../isolation/rules";
import { isMapping } from "../../mapping";
import type { NetworkPolicy } from "../../reach/world";
import { listed } from "../words";

/**
 * What is noted where the policies that KubeSphere has made on a cluster are other ones than those which isolation makes
 * here: its newest version is not open, and an older one may not have come to rest.
 */
export function otherwiseMade(live: readonly NetworkPolicy[], expected: readonly NetworkPolicy[]): string[] {
    const [there, here] = [texts(live), texts(expected)];
    if (there.size === 0 && here.size > 0) {
        return [
            "The cluster has none of the NetworkPolicies that KubeSphere makes of isolation, so that nothing of it is in force now. Does the network extension run? Connections are judged by isolation, before and after.",
        ];
    }
    const names = [...new Set([...there.keys(), ...here.keys()])].filter((name) => there.get(name) !== here.get(name));
    return names.length === 0
        ? []
        : [
              `The cluster has other NetworkPolicies of KubeSphere than its isolation makes here: ${listed(names.sort())}. Connections are judged by isolation, before and after.`,
          ];
}

function texts(policies: readonly NetworkPolicy[]): Map<string, string> {
    const made = policies.filter(({ name }) => name.startsWith(MADE_PREFIX));
    return new Map(
        made.map(({ namespace, name, podSelector, policyTypes = [], ingress, egress }) => [
            `${namespace}/${name}`,
            JSON.stringify(plain({ podSelector, policyTypes: [...policyTypes].sort(), ingress, egress })),
        ]),
    );
}

/** With sorted keys, without what is empty, and with the protocol that the API server fills in. */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(plain);
    }
    if (!isMapping(value)) {
        return value;
    }
    const whole = "port" in value ? { protocol: "TCP", ...value } : value;
    const entries = Object.entries(whole).map(([key, part]) => [key, plain(part)] as const);
    return Object.fromEntries(entries.filter(([, part]) => !isEmpty(part)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
    return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
