// SPDX-License-Identifier: Apache-2.0
import type { Parties } from "../../report/report";
import type { Workload } from "../world";
import { listOf } from "./lists";
import type { PartySet } from "./party-set";

/** A namespace of those that were looked at. */
export interface Namespace {
    readonly name: string;
    /** All of its workloads. */
    readonly workloads: readonly Workload[];
    /** The namespace as a report has it where all of it is meant. Groups share it: many have most namespaces. */
    readonly whole: Parties["namespaces"][number];
}

/** Workloads of a namespace. */
export interface Share {
    readonly namespace: Namespace;
    readonly workloads: readonly Workload[];
}

/** The namespaces of lists of workloads: the groups of one difference have the list in common. */
const NAMESPACES = new WeakMap<readonly Workload[], ReadonlyMap<string, Namespace>>();

/** What a group has of the namespaces in which it has anything. */
export function sharesOf({ workloads, among }: PartySet): Share[] {
    const namespaces = namespacesOf(among);
    return [...byNamespace(workloads)].flatMap(([name, own]) => {
        const namespace = namespaces.get(name);
        return namespace === undefined ? [] : [{ namespace, workloads: own }];
    });
}

/** In how many namespaces a group of these shares leaves something out. */
export function countOthers(shares: readonly Share[], among: readonly Workload[]): number {
    return namespacesOf(among).size - shares.filter(isWhole).length;
}

/** What is left out by a group of these shares. */
export function othersOf(shares: readonly Share[], among: readonly Workload[]): Share[] {
    const known = new Map(shares.map((share) => [share.namespace, share]));
    return [...namespacesOf(among).values()].flatMap((namespace) => {
        const share = known.get(namespace);
        if (share === undefined) {
            return [{ namespace, workloads: namespace.workloads }];
        }
        if (isWhole(share)) {
            return [];
        }
        const own = new Set(share.workloads);
        return [{ namespace, workloads: namespace.workloads.filter((workload) => !own.has(workload)) }];
    });
}

/** Whether it is all of the namespace. */
export function isWhole({ namespace, workloads }: Share): boolean {
    return workloads.length === namespace.workloads.length;
}

function namespacesOf(among: readonly Workload[]): ReadonlyMap<string, Namespace> {
    const known = NAMESPACES.get(among);
    if (known !== undefined) {
        return known;
    }
    const namespaces = new Map(
        [...byNamespace(among)].map(([name, workloads]): [string, Namespace] => [
            name,
            { name, workloads, whole: { name, workloads: "all" } },
        ]),
    );
    NAMESPACES.set(among, namespaces);
    return namespaces;
}

function byNamespace(workloads: readonly Workload[]): Map<string, Workload[]> {
    const namespaces = new Map<string, Workload[]>();
    let own: Workload[] = [];
    for (const workload of workloads) {
        // Those of a namespace mostly follow each other.
        own = own[0]?.namespace === workload.namespace ? own : listOf(namespaces, workload.namespace);
        own.push(workload);
    }
    return namespaces;
}
