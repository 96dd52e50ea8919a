// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import { counted } from "../../../../text/words";
import type { Binding, End, NamespaceNode, OtherNode, Picture, PoolNode } from "./model";
import { groupsOf, type Known, namespaceNodes } from "./namespaces";
import { poolNodes } from "./pools";
import { type Use, usesOf } from "./uses";
import { type NamedEnd, namedWires } from "./wires";

/** The parts of a report that are drawn. */
type Source = Pick<Report, "pools" | "bindings" | "isolation" | "connectivity">;

/** Nodes by kind and name. */
interface Nodes {
    readonly pool: ReadonlyMap<string, PoolNode>;
    readonly namespace: ReadonlyMap<string, NamespaceNode>;
    readonly other: ReadonlyMap<string, OtherNode>;
}

/** A picture of every cluster of which something changes that can be drawn. */
export function picturesOf({ pools, bindings, isolation, connectivity }: Source): Picture[] {
    const clusters = new Set([...pools, ...bindings, ...isolation, ...connectivity].map(({ cluster }) => cluster));
    return [...clusters]
        .map((cluster) => {
            const isHere = (part: { readonly cluster?: string }): boolean => part.cluster === cluster;
            return pictureOf(cluster, {
                pools: pools.filter(isHere),
                bindings: bindings.filter(isHere),
                isolation: isolation.filter(isHere),
                connectivity: connectivity.filter(isHere),
            });
        })
        .filter(showsChange);
}

function pictureOf(cluster: string | undefined, { pools, bindings, isolation, connectivity }: Source): Picture {
    const changes = connectivity.flatMap((part) => part.changes);
    const wires = namedWires(changes);
    const ends = wires.flatMap(({ from, to }) => [...from, ...to]);
    const uses = bindings.flatMap(usesOf);
    const known: Known = {
        changed: [
            ...ends.filter(({ kind }) => kind === "namespace").map(({ name }) => name),
            ...uses.filter(({ fate }) => fate !== "kept").map(({ namespace }) => namespace),
        ],
        workspaces: new Map(bindings.flatMap(({ rows }) => rows.map((row) => [row.namespace, row.workspace]))),
        isolation,
    };
    const nodes: Nodes = {
        pool: poolNodes(pools, uses),
        namespace: namespaceNodes(known),
        other: otherNodes(ends),
    };
    return {
        cluster,
        pools: [...new Set(nodes.pool.values())],
        groups: groupsOf(known, nodes.namespace.values()),
        others: [...nodes.other.values()],
        bindings: bindingsOf(uses, nodes),
        wires: wires.map((wire) => ({ ...wire, from: endsOf(wire.from, nodes), to: endsOf(wire.to, nodes) })),
        undrawn: changes.length - wires.length,
    };
}

function otherNodes(ends: readonly NamedEnd[]): ReadonlyMap<string, OtherNode> {
    const names = new Set(ends.filter(({ kind }) => kind === "other").map(({ name }) => name));
    return new Map([...names].map((name) => [name, { kind: "other", name }]));
}

function endsOf(ends: readonly NamedEnd[], nodes: Nodes): End[] {
    return ends.flatMap(({ kind, name, workloads }) => {
        const node = nodes[kind].get(name);
        return node === undefined ? [] : [{ node, workloads }];
    });
}

/** Bindings of nodes: those that share both nodes are one. */
function bindingsOf(uses: readonly Use[], nodes: Nodes): Binding[] {
    const merged = new Map<string, Omit<Binding, "poolText"> & { readonly names: Set<string> }>();
    for (const { pool: poolName, namespace: namespaceName, fate } of uses) {
        const [pool, namespace] = [nodes.pool.get(poolName), nodes.namespace.get(namespaceName)];
        if (pool && namespace) {
            const key = JSON.stringify([pool.name, namespace.name, fate]);
            const binding = merged.get(key) ?? { pool, namespace, fate, names: new Set() };
            binding.names.add(poolName);
            merged.set(key, binding);
        }
    }
    return [...merged.values()].map(({ names, ...binding }) => {
        const [first = "", ...others] = names;
        return { ...binding, poolText: others.length === 0 ? first : counted(names.size, "pool") };
    });
}

function showsChange({ pools, groups, bindings, wires }: Picture): boolean {
    const isolation = groups.flatMap((group) => [group, ...group.namespaces]).flatMap((part) => part.isolation ?? []);
    return (
        [...pools, ...bindings, ...wires].some(({ fate }) => fate !== "kept") ||
        isolation.some(({ before, after }) => before !== after)
    );
}
