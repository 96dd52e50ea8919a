// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { NETWORK_EXTENSION } from "../../extension/network-values";
import { INSTALL_PLAN } from "../../kinds";
import { at, UNKNOWN } from "../../tree";
import type { ClusterChange } from "../objects";
import { type Agents, agentsOf, type PlanSide } from "./agents";
import { clustersOf } from "./clusters";
import { Plan } from "./plan";
import { type Release, releasesOf } from "./releases";

/** An InstallPlan before and after, at least one of both. */
export interface PlanPair {
    /** Name of the extension; that of the plan while it is not known. */
    readonly name: string;
    readonly isNetwork: boolean;
    readonly before?: Plan;
    readonly after?: Plan;
    /** The plan before, if it was that of another extension: then it is none of this one. */
    readonly former?: Plan;
    readonly agents?: Agents;
    /** Helm releases that there are after the change. */
    readonly releases: readonly Release[];
}

/** A plan that is there before and after. */
export type ChangedPair = PlanPair & Required<Pick<PlanPair, "before" | "after">>;

/** Every plan before and after, by name. */
export function pairsOf({ before, after, isWhole }: ClusterChange): PlanPair[] {
    const [old, all] = [before.of(INSTALL_PLAN), after.of(INSTALL_PLAN)];
    const [oldClusters, clusters] = [clustersOf(before, isWhole), clustersOf(after, isWhole)];
    return [...new Set([...old.keys(), ...all.keys()])].sort().map((name) => {
        const [was, will] = [old.get(name), all.get(name)].map((object) => object && new Plan(object));
        return pairOf(name, was && { plan: was, clusters: oldClusters }, will && { plan: will, clusters });
    });
}

/** Whether something changes: the plan's spec, or the clusters that it selects. */
export function isChanged({ before, former = before, after, agents }: PlanPair): boolean {
    return (
        !isDeepStrictEqual(at(former?.object.tree, "spec"), at(after?.object.tree, "spec")) ||
        (former === undefined) !== (after === undefined) ||
        [...(agents?.added ?? []), ...(agents?.removed ?? [])].length > 0
    );
}

/** Whether both sides are there. */
export function isChangedPair(pair: PlanPair): pair is ChangedPair {
    return pair.before !== undefined && pair.after !== undefined;
}

/** Whether Helm upgrades a release with a change; undefined while that is not known. */
export function isUpgraded({ before, after }: ChangedPair, release: Release): boolean | undefined {
    if (release.isLeft || release.before === undefined) {
        return false;
    }
    if (before.version !== undefined && after.version !== undefined && before.version !== after.version) {
        return true;
    }
    return release.before === UNKNOWN || release.after === UNKNOWN || before.version !== after.version
        ? undefined
        : release.before !== release.after;
}

function pairOf(plan: string, was: PlanSide | undefined, after: PlanSide | undefined): PlanPair {
    const name = after?.plan.extension ?? was?.plan.extension ?? plan;
    const former = isRenamed(was?.plan, after?.plan) ? was : undefined;
    const before = former ? undefined : was;
    const agents = agentsOf(before, after);
    return {
        name,
        isNetwork: name === NETWORK_EXTENSION,
        ...plansOf({ before, after, former }),
        ...(agents && { agents }),
        releases: after ? releasesOf(before?.plan, after.plan, agents) : [],
    };
}

function plansOf(sides: Readonly<Record<"before" | "after" | "former", PlanSide | undefined>>) {
    const plans = Object.entries(sides).flatMap(([time, side]) => (side ? [[time, side.plan] as const] : []));
    return Object.fromEntries(plans) as Pick<PlanPair, "before" | "after" | "former">;
}

function isRenamed(before: Plan | undefined, after: Plan | undefined): boolean {
    const [was, will] = [before?.extension, after?.extension];
    return was !== undefined && will !== undefined && was !== will;
}
