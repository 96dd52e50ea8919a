// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "../binding/format";
import { annotatedPools, poolList } from "../ippool/pins";
import { ipPoolLabel, POOL_ANNOTATION_KEYS } from "../labels";
import { textsAt } from "../report/read";
import * as BINDING from "../report/rules/binding-rules";
import { listed, quoted } from "../report/words";
import { at, type Tree } from "../tree";
import { aimOf } from "./aim";
import { alike } from "./alike";
import type { DriftField, Found } from "./drift";
import { fieldAt, keyPath } from "./fields";
import type { Target } from "./wanted";

/** What differs between the pools that a namespace is bound to and those that are wanted. */
export function bindingDrifts(target: Target): Found[] {
    const { live, object } = target;
    if (live === undefined) {
        return [];
    }
    const [aim, there] = [alike(aimOf(target)).tree, alike(live).tree];
    const fields = [...labelFields(target, aim, there), ...listFields(target, aim, there)];
    const [wanted, now] = [boundTo(aim), boundTo(there)];
    const pools = { wanted: poolsText(wanted), live: poolsText(now) };
    const accept = [now.length === 0 ? { path: ["pools"] } : { path: ["pools"], value: now }];
    const common = { leadsTo: LEADS_TO, ...pools, fields, accept };
    const [lost, gained] = [without(wanted, now), without(now, wanted)];
    if (fields.length === 0) {
        return [];
    }
    if (lost.length + gained.length > 0) {
        const severity = lost.length > 0 || isDoubtful(there) ? "warning" : "notice";
        const message = `${moved(object.name, lost, gained)}${halfGone(fields, lost)}`;
        return [{ rule: "drift-binding-pools", severity, ...common, message }];
    }
    if (wanted.join() !== now.join()) {
        const message = `The pools of ${object.name} are in another order: Calico takes addresses of ${quoted(now.slice(0, 1))} first.`;
        return [{ rule: "drift-binding-order", severity: "notice", ...common, message }];
    }
    return isHalf(fields) ? [half(object.name, common)] : [labelValue(object.name, common)];
}

const LEADS_TO = [
    BINDING.CHANGED_RULE,
    BINDING.LOST_RULE,
    BINDING.MALFORMED_RULE,
    BINDING.FAMILY_RULE,
    BINDING.DISAGREE_RULE,
    BINDING.POOL_MISSING_RULE,
    BINDING.POOL_DISABLED_RULE,
].map(({ id }) => id);

type Common = Omit<Found, "rule" | "severity" | "message">;

/** Labels or lists are gone, but the other ones still name the same pools. */
function half(name: string, { accept: _, wanted: _wanted, live: _live, ...common }: Common): Found {
    const missing = common.fields.map(({ path }) => path.at(-1) ?? "");
    return {
        ...common,
        rule: "drift-binding-half",
        severity: "warning",
        message: `${name} is bound by a part of its keys only: ${listed(missing)} ${missing.length === 1 ? "says" : "say"} something else.`,
    };
}

function labelValue(name: string, { accept: _, ...common }: Common): Found {
    const texts = (side: "wanted" | "live"): string =>
        listed(common.fields.map((field) => JSON.stringify(field[side])));
    return {
        ...common,
        wanted: texts("wanted"),
        live: texts("live"),
        rule: "drift-binding-label-value",
        severity: "notice",
        leadsTo: [],
        message: `Labels that bind ${name} have another value. KubeSphere is only known to look for their keys.`,
    };
}

function labelFields(target: Target, aim: Tree, there: Tree): DriftField[] {
    const pools = [...new Set([aim, there].flatMap((tree) => boundPools(textsAt(tree, "metadata", "labels"))))].sort();
    return differing(
        target,
        aim,
        there,
        pools.map((pool) => keyPath("labels", ipPoolLabel(pool))),
    );
}

function listFields(target: Target, aim: Tree, there: Tree): DriftField[] {
    return differing(
        target,
        aim,
        there,
        POOL_ANNOTATION_KEYS.map((key) => keyPath("annotations", key)),
    );
}

function differing(target: Target, aim: Tree, there: Tree, paths: readonly (readonly string[])[]): DriftField[] {
    return paths.filter((path) => at(aim, ...path) !== at(there, ...path)).map((path) => fieldAt(target, path));
}

/** Keys that are gone although something else still binds the namespace to their pools. */
function halfGone(fields: readonly DriftField[], lost: readonly string[]): string {
    const keys = fields
        .filter(({ live, path }) => live === undefined && !lost.some((pool) => path.at(-1) === ipPoolLabel(pool)))
        .map(({ path }) => path.at(-1) ?? "");
    const isList = keys.some((key) => POOL_ANNOTATION_KEYS.includes(key));
    return keys.length === 0 || (isList && lost.length > 0) ? "" : ` Gone is also ${listed(keys)}.`;
}

/** The pools in the order of Calico's lists, then those of KubeSphere's labels alone. */
function boundTo(tree: Tree): string[] {
    const annotations = textsAt(tree, "metadata", "annotations");
    return [...new Set([...annotatedPools(annotations), ...boundPools(textsAt(tree, "metadata", "labels"))])];
}

/** A list that cannot be read fails pods, whatever the labels say. */
function isDoubtful(tree: Tree): boolean {
    const annotations = textsAt(tree, "metadata", "annotations");
    return POOL_ANNOTATION_KEYS.some(
        (key) => annotations[key] !== undefined && poolList(annotations[key]) === undefined,
    );
}

/** Whether keys are gone or new, or a list lacks a pool that a label has, and labels do not merely have another value. */
function isHalf(fields: readonly DriftField[]): boolean {
    return fields.some(
        ({ path, wanted, live }) => path[1] === "annotations" || wanted === undefined || live === undefined,
    );
}

function moved(name: string, lost: readonly string[], gained: readonly string[]): string {
    const parts = [
        ...(lost.length > 0 ? [`is no longer bound to ${quoted(lost)}`] : []),
        ...(gained.length > 0 ? [`is bound to ${quoted(gained)}, which nobody wants`] : []),
    ];
    return `${name} ${parts.join(", and ")}.`;
}

function without(pools: readonly string[], others: readonly string[]): string[] {
    return pools.filter((pool) => !others.includes(pool));
}

function poolsText(pools: readonly string[]): string {
    return pools.length === 0 ? "no pool" : pools.join(", ");
}
