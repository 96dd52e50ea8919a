// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { namespacedName } from "../cluster/objects";
import { LIVE_POLICY_RULES } from "../isolation/live-peer-rules";
import {
    type NamedPolicy,
    namedPolicyManifest,
    PEER_KINDS,
    type PeerKind,
    PolicyDirection,
    type PolicyRule,
} from "../isolation/policy";
import { NAMESPACE_NETWORK_POLICY, typeToken } from "../kinds";
import { defined, type Manifest } from "../manifest";
import { isMapping } from "../mapping";
import { resourceName } from "../platform/names";
import { problemsOf } from "../rule";
import type { LiveObject } from "./adoption";
import { type Found, found, leftOut, type Refusal } from "./candidate";
import { nameOf } from "./contents";
import { madeByAnother } from "./owner";
import type { Site } from "./site";

/** Where the object has the peers of a direction. */
const PEERS = { [PolicyDirection.Ingress]: "from", [PolicyDirection.Egress]: "to" } as const;

/** How the object spells a peer of each kind. */
const SPELLING: Readonly<Record<PeerKind, string>> = {
    namespaces: "namespace",
    services: "service",
    ipBlocks: "ipBlock",
};

const NOT_ONE_RULE: Refusal = {
    reason: "It is not one rule for one direction with peers of one kind, which is what an entry of 'allow' can say.",
    wayOut: "Make a policy of each of its rules and adopt again, or keep it beside the program.",
};

/** A policy as an entry of its project's allow list, or why it cannot be one. */
export function adoptPolicy(policy: LiveObject, site: Site): Found {
    const { namespace = "" } = policy.metadata ?? {};
    const name = nameOf(policy);
    const title = { cluster: site.cluster, kind: NAMESPACE_NETWORK_POLICY.kind, name: namespacedName(policy) };
    const refusal = madeByAnother(policy);
    const rule = refusal === undefined ? ruleOf(policy.spec) : undefined;
    if (rule === undefined) {
        return leftOut(title, refusal ?? NOT_ONE_RULE);
    }
    const named = { policyName: name, namespace, ...rule };
    const inputs = namedPolicyManifest(named);
    const doubt = otherThan(inputs, policy) ?? refusedPeers(named, site);
    return doubt
        ? leftOut(title, doubt)
        : found({
              at: ["projects", namespace, "allow", name],
              value: rule,
              title,
              object: site.object(policy, {
                  name: resourceName.policy(site.prefix, namespace, name),
                  type: typeToken(NAMESPACE_NETWORK_POLICY),
                  isPatch: false,
                  inputs,
                  dependsOn: [site.extension, resourceName.project(site.prefix, namespace)],
              }),
          });
}

/** The rule of a policy that has one, with peers of one kind. */
function ruleOf(spec: unknown): PolicyRule | undefined {
    const [direction, ...others] = Object.values(PolicyDirection).filter((each) => isMapping(spec) && each in spec);
    const rules = direction && isMapping(spec) ? spec[direction] : undefined;
    const [rule, ...more] = Array.isArray(rules) ? (rules as unknown[]) : [];
    if (direction === undefined || others.length + more.length > 0 || !isMapping(rule)) {
        return undefined;
    }
    const peers = rule[PEERS[direction]];
    const kind = PEER_KINDS.find((each) => isMapping(at0(peers)) && SPELLING[each] in (at0(peers) as object));
    return kind === undefined
        ? undefined
        : (defined({ direction, [kind]: peersOf(peers, kind), ports: portsOf(rule.ports) }) as unknown as PolicyRule);
}

function at0(list: unknown): unknown {
    return Array.isArray(list) ? list[0] : undefined;
}

function peersOf(peers: unknown, kind: PeerKind): unknown[] {
    return (peers as Record<string, unknown>[]).map((peer) => {
        const own = peer[SPELLING[kind]];
        return kind === "namespaces" && isMapping(own) ? own.name : own;
    });
}

/** The members in the order of a description; the API server has them by the alphabet. */
function portsOf(ports: unknown): unknown {
    return Array.isArray(ports)
        ? ports.map((each: Record<string, unknown>) => {
              const { protocol, port, endPort, ...others } = each;
              return defined({ protocol, port, endPort, ...others });
          })
        : ports;
}

/** What the component would change. Labels that it does not write may be there. */
function otherThan({ metadata, spec }: Manifest, policy: LiveObject): Refusal | undefined {
    if (!isDeepStrictEqual(spec, policy.spec)) {
        return NOT_ONE_RULE;
    }
    const labels = policy.metadata?.labels ?? {};
    const wanted = Object.entries(metadata.labels as Readonly<Record<string, string>>);
    const wrong = wanted.filter(([key, value]) => labels[key] !== value).map(([key, value]) => `${key}=${value}`);
    const { name = "", namespace = "" } = policy.metadata ?? {};
    return wrong.length === 0
        ? undefined
        : {
              reason: `It lacks the labels ${wrong.join(" and ")}, by which KubeSphere's console shows it and which the component writes.`,
              wayOut: `Set them and adopt again: kubectl label namespacenetworkpolicies.network.kubesphere.io ${name} -n ${namespace} --overwrite ${wrong.join(" ")}`,
          };
}

/** What a preview would refuse of the peers as they are. */
function refusedPeers(policy: NamedPolicy, { contents, namespaces }: Site): Refusal | undefined {
    const cluster = { namespaces, services: contents.services };
    const refused = problemsOf(LIVE_POLICY_RULES, { policy, cluster }).find(({ severity }) => severity !== "warning");
    return refused && { reason: `A preview refuses it: ${refused.message}` };
}
