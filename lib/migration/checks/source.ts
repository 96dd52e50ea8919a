// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../../cluster/objects";
import { isOpenTo } from "../../ipam/choices";
import { type IPAMPool, matches } from "../../ipam/pool";
import { AllowedUse, TunnelMode } from "../../ippool/spec";
import { counted, listed, numbered, quoted } from "../../report/words";
import type { ContextCheck, MigrationContext } from "../context";
import { isUnannotated, type NamespaceBinding, namespaceTitle } from "../namespace-binding";
import { poolTitle } from "../pools";

/** What becomes of those who draw from the old pool without being bound to it, once it is disabled. */
export const unbound: ContextCheck = (context) =>
    context.remaining.length > 0 ? [] : [...withoutPool(context), ...onNodes(context), ...drawing(context)];

/** Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico */
const withoutPool: ContextCheck = (context) => {
    const names = openNamespaces(context)
        .filter((binding) => poolsLeft(binding, context).length === 0)
        .map(({ name }) => name);
    return names.length === 0
        ? []
        : [
              {
                  severity: "danger",
                  rule: "migration-none-left",
                  object: poolTitle(context.from),
                  message: `Pods of ${listed(names)} ask for no pool, and no other pool is open to them: new ones fail once it is disabled.`,
                  wayOut: `Bind ${numbered(names.length, "that namespace", "those namespaces")} to "${context.to.name}", or have another pool that is open to all.`,
              },
          ];
};

function onNodes(context: MigrationContext): ReturnType<ContextCheck> {
    const { from, world } = context;
    const left = new Set(openNamespaces(context).flatMap((binding) => poolsLeft(binding, context)));
    const names = world.nodes
        .map(({ metadata }) => ({ name: metadata?.name ?? "", labels: metadata?.labels ?? {} }))
        .filter(({ labels }) => matches(from.spec.nodeSelector, labels))
        .filter(({ labels }) => ![...left].some(({ spec }) => matches(spec.nodeSelector, labels)))
        .map(({ name }) => name)
        .sort();
    return left.size === 0 || names.length === 0
        ? []
        : [
              {
                  severity: "danger",
                  rule: "migration-none-left",
                  object: poolTitle(from),
                  message: `No other pool that is open to pods which ask for no pool selects ${listed(names)}: new ones fail there once it is disabled.`,
                  wayOut: `Have the nodeSelector of another pool match ${numbered(names.length, "that node", "those nodes")}.`,
              },
          ];
}

function drawing(context: MigrationContext): ReturnType<ContextCheck> {
    const { from, others } = context;
    return openNamespaces(context).flatMap((binding) => {
        const pods = others
            .filter(({ move }) => move.namespace === binding.name)
            .reduce((sum, { move }) => sum + move.pods, 0);
        const left = poolsLeft(binding, context).map(({ name }) => name);
        return pods === 0 || left.length === 0
            ? []
            : [
                  {
                      severity: "notice" as const,
                      rule: "migration-unbound",
                      object: namespaceTitle(binding.name),
                      message: `It is bound to no pool, and ${counted(pods, "pod has an address", "pods have addresses")} of "${from.name}" all the same. Rolled, they get addresses of ${left.length === 1 ? "" : "any of "}${quoted(left)}.`,
                      wayOut: "Bind the namespace if its pods shall have addresses of a certain pool.",
                  },
              ];
    });
}

/** Namespaces whose pods ask for no pool and may get addresses of the old one. */
function openNamespaces({ bindings, from }: MigrationContext): NamespaceBinding[] {
    return bindings.filter((binding) => isUnannotated(binding) && isOpenTo(asObject(binding), from));
}

function poolsLeft(binding: NamespaceBinding, { pools, from }: MigrationContext): IPAMPool[] {
    return pools.filter(
        (pool) => pool.name !== from.name && pool.cidr.family === from.cidr.family && isOpenTo(asObject(binding), pool),
    );
}

function asObject({ name, labels }: NamespaceBinding): ClusterObject {
    return { metadata: { name, labels } };
}

/** Source: determineEnabledPoolCIDRs and ensureHostTunnelAddress in node/pkg/allocateip/allocateip.go of Calico */
export const tunnels: ContextCheck = ({ from, to, pools, tunnels: names, remaining }) => {
    if (names.length === 0 || remaining.length > 0) {
        return [];
    }
    const others = pools.filter(
        (pool) => pool.name !== from.name && !pool.spec.disabled && pool.cidr.family === from.cidr.family,
    );
    const isNone = others.some(isTunnelled) && !others.some((pool) => isTunnelled(pool) && isForTunnels(pool));
    const devices = `The tunnel ${numbered(names.length, "device", "devices")} of ${listed(names)}`;
    const base = { object: poolTitle(from) };
    return isNone
        ? [
              {
                  ...base,
                  severity: "danger",
                  rule: "migration-tunnels-none-left",
                  message: `${devices} ${numbered(names.length, "has an address", "have addresses")} of it, and no other enabled pool with IPIP or VXLAN is for tunnels: once it is disabled, nodes do not reach pods of other nodes.`,
                  wayOut: `Add Tunnel to the allowedUses of "${to.name}".`,
              },
          ]
        : [
              {
                  ...base,
                  severity: "notice",
                  rule: "migration-tunnels",
                  message: `${devices} ${numbered(names.length, "has an address", "have addresses")} of it. calico-node gives ${numbered(names.length, "it another one", "them others")} once the pool is disabled, at the latest when it is restarted.`,
                  wayOut: "Wait for that before the pool is deleted.",
              },
          ];
};

function isTunnelled({ spec: { ipipMode, vxlanMode } }: IPAMPool): boolean {
    return [ipipMode, vxlanMode].some((mode) => mode !== undefined && mode !== TunnelMode.Never);
}

function isForTunnels({ spec }: IPAMPool): boolean {
    return spec.allowedUses.includes(AllowedUse.Tunnel);
}

/** Namespaces that are left out, which keep the old pool from being disabled. */
export const leftOut: ContextCheck = ({ from, remaining }) =>
    remaining.length === 0
        ? []
        : [
              {
                  severity: "notice",
                  rule: "migration-left-out",
                  object: poolTitle(from),
                  message: `It stays enabled: only other namespaces are asked for, and ${listed(remaining.map(({ name }) => name))} ${numbered(remaining.length, "is", "are")} bound to it.`,
                  wayOut: "Migrate all namespaces when the old pool shall go.",
              },
          ];
