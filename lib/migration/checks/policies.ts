// SPDX-License-Identifier: Apache-2.0
import type { IPAMPool } from "../../ipam/pool";
import { MADE_PREFIX } from "../../isolation/rules";
import { NAMESPACE_NETWORK_POLICY, NETWORK_POLICY, SERVICE } from "../../kinds";
import { AddressSet } from "../../reach/addresses";
import type { PolicyPeer } from "../../reach/world";
import type { ContextCheck } from "../context";
import { objectTitle } from "../owners";
import type { MigrationCheck } from "../plan";
import type { TwoPools } from "../pools";
import type { NamespacePolicyObject, NetworkPolicyObject, ServiceObject } from "../world";

type IPBlock = NonNullable<PolicyPeer["ipBlock"]>;

/** What allows addresses, and for whom. */
interface Allowing {
    readonly object: string;
    /** Part of a sentence, such as "A rule for ingress". */
    readonly what: string;
    /** What is lost of pods that have moved: "from" them or "to" them. */
    readonly way: "from" | "to";
    readonly blocks: readonly IPBlock[];
}

/**
 * Rules that mean pods by their addresses. The connections that they allow, or that an exception keeps out, are others after
 * the migration. Source: https://kubernetes.io/docs/concepts/services-networking/network-policies
 */
export const addressRules: ContextCheck = ({ from, to, world }) =>
    [
        ...world.networkPolicies
            // These are made of NamespaceNetworkPolicies, where they have to be changed.
            .filter(({ metadata }) => metadata?.name?.startsWith(MADE_PREFIX) !== true)
            .flatMap((policy) => allowedBy(NETWORK_POLICY.kind, policy)),
        ...world.namespacePolicies.flatMap((policy) => allowedBy(NAMESPACE_NETWORK_POLICY.kind, policy)),
        ...world.services.flatMap(sourceRanges),
    ].flatMap((allowing) => changeOf(allowing, { from, to }));

function allowedBy(kind: string, policy: NetworkPolicyObject | NamespacePolicyObject): Allowing[] {
    const { spec } = policy;
    const rules = [
        ...(spec?.ingress ?? []).map(({ from = [] }) => ({
            peers: from,
            what: "A rule for ingress",
            way: "from" as const,
        })),
        ...(spec?.egress ?? []).map(({ to = [] }) => ({ peers: to, what: "A rule for egress", way: "to" as const })),
    ];
    return rules.map(({ peers, ...rule }) => ({
        object: objectTitle(kind, policy),
        ...rule,
        blocks: peers.flatMap(({ ipBlock }) => ipBlock ?? []),
    }));
}

function sourceRanges(service: ServiceObject): Allowing[] {
    const object = objectTitle(SERVICE.kind, service);
    const blocks = (service.spec?.loadBalancerSourceRanges ?? []).map((cidr) => ({ cidr }));
    return [{ object, what: "Its list loadBalancerSourceRanges", way: "from", blocks }];
}

function changeOf({ object, what, way, blocks }: Allowing, { from, to }: TwoPools): MigrationCheck[] {
    const allowed = blocks.reduce((all, { cidr, except }) => all.union(AddressSet.of(cidr, except)), AddressSet.NONE);
    const [old, next] = [AddressSet.of(from.spec.cidr), AddressSet.of(to.spec.cidr)];
    const [isOld, isNext] = [old, next].map((pool) => !allowed.intersect(pool).isEmpty);
    const missing = next.minus(allowed);
    const base = { severity: "warning", object } as const;
    if (isOld === true && !missing.isEmpty) {
        return [
            {
                ...base,
                rule: "migration-policy-lost",
                message: `${what} allows addresses of ${pool(from)} and not all of ${pool(to)}: connections ${way} pods that have moved are lost.`,
                wayOut: `Allow ${missing.toString()} too before the migration, and take ${from.spec.cidr} off after it.`,
            },
        ];
    }
    const isKeptOut = blocks.some(({ except = [] }) =>
        except.some((cidr) => !AddressSet.of(cidr).intersect(old).isEmpty),
    );
    return isOld === false && isNext === true && isKeptOut
        ? [
              {
                  ...base,
                  rule: "migration-policy-opened",
                  message: `${what} keeps out ${pool(from)} by an exception and not ${pool(to)}: connections ${way} pods that have moved are allowed.`,
                  wayOut: `Except ${to.spec.cidr} too before the migration, and take ${from.spec.cidr} off after it.`,
              },
          ]
        : [];
}

function pool({ name, spec }: IPAMPool): string {
    return `"${name}" (${spec.cidr})`;
}
