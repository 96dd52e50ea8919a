// SPDX-License-Identifier: Apache-2.0
import { grouped } from "../grouped";
import {
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    WORKSPACE,
} from "../kinds";
import { propertyOf } from "../report/extension/values";
import { isKind, type KubeObject } from "../report/objects";
import { type Finding, type ObjectRef, type Severity, SEVERITIES } from "../report/report";
import { at } from "../tree";
import { accept } from "./accept";
import { bindingDrifts } from "./bindings";
import { deletionDrifts } from "./deletion";
import type { Drift, Drifts, Found } from "./drift";
import { isolationDrifts, isolationPath, isOn } from "./isolation";
import { keyDrifts } from "./keys";
import { type LeadsTo, leadsTo } from "./leads-to";
import { onUpdate } from "./on-update";
import { planDrifts } from "./plans";
import { policyDrifts } from "./policies";
import { poolDrifts } from "./pools";
import { secretDrifts, secretsNotCompared } from "./secrets";
import { takeBack } from "./take-back";
import { traceOf } from "./trace";
import { isPatched, ownManagers, titleOf, type Target } from "./wanted";

/** What differs between what is wanted on one cluster and what is there, by severity and then by object. */
export function driftsOf(targets: readonly Target[], templates: ReadonlyMap<string, KubeObject> = new Map()): Drifts {
    const world = new World(targets, templates);
    const findings = leadsTo(targets);
    const drifts = targets.flatMap((target) => world.foundIn(target).map((found) => whole(target, found, findings)));
    return {
        compared: targets.length,
        drifts: drifts.sort((a, b) => weight(a) - weight(b) || (titleOf(a.object) < titleOf(b.object) ? -1 : 1)),
        notCompared: targets.flatMap(secretsNotCompared),
    };
}

/** The targets of a cluster, of which some explain others. */
class World {
    private readonly purged: ReadonlyMap<string, readonly KubeObject[]>;
    /** Namespaces that policies are wanted in. */
    private readonly whitelisted: ReadonlySet<string>;

    constructor(
        targets: readonly Target[],
        private readonly templates: ReadonlyMap<string, KubeObject>,
    ) {
        const open = new Set(targets.filter(isOpened).map(({ object }) => object.name));
        const policies = targets.filter(({ object }) => isKind(object, NAMESPACE_NETWORK_POLICY));
        this.whitelisted = new Set(policies.map(({ object: { namespace = "" } }) => namespace));
        const gone = policies.filter(({ object, live }) => live === undefined && open.has(object.namespace ?? ""));
        this.purged = grouped(
            gone.map(({ object }) => object),
            ({ namespace = "" }) => namespace,
        );
    }

    foundIn(target: Target): Found[] {
        const { object, live } = target;
        if (
            isKind(object, NAMESPACE_NETWORK_POLICY) &&
            this.purged.get(object.namespace ?? "")?.includes(object) === true
        ) {
            return [];
        }
        const drifts = ofKind(object);
        const own = drifts === undefined && live === undefined ? [gone(target)] : (drifts?.(target) ?? []);
        return [
            ...own,
            ...deletionDrifts(target),
            ...this.isolation(target),
            ...keyDrifts(target),
            ...secretDrifts(target),
        ];
    }

    private isolation(target: Target): Found[] {
        const { object } = target;
        const template = isKind(object, WORKSPACE) ? this.templates.get(object.name) : undefined;
        const purged = isKind(object, NAMESPACE) ? (this.purged.get(object.name) ?? []) : [];
        const hasPolicies = isKind(object, NAMESPACE) && this.whitelisted.has(object.name);
        return isolationDrifts(target, { gone: purged, hasPolicies, ...(template && { template }) });
    }
}

/** What is compared of an object beside its isolation and its keys; undefined for those that have nothing else. */
function ofKind(object: KubeObject): ((target: Target) => Found[]) | undefined {
    const found = COMPARISONS.find(([kind]) => isKind(object, kind));
    return found?.[1];
}

const COMPARISONS: readonly (readonly [Kind, (target: Target) => Found[]])[] = [
    [IP_POOL, poolDrifts],
    [NAMESPACE, (target) => (target.live === undefined ? [gone(target)] : bindingDrifts(target))],
    [NAMESPACE_NETWORK_POLICY, policyDrifts],
    [NETWORK_POLICY, policyDrifts],
    [INSTALL_PLAN, planDrifts],
];

/** A namespace or a workspace that is not there. */
function gone(target: Target): Found {
    const what = isPatched(target) ? "whose keys are wanted" : "that is wanted";
    return {
        rule: "drift-deleted",
        severity: "danger",
        leadsTo: [],
        live: "deleted",
        message: `There is no ${titleOf(target.object)} ${what}.`,
        fields: [],
        accept: [{ path: [] }],
    };
}

function isOpened({ object, live }: Target): boolean {
    const path = isolationPath(object);
    return (
        isKind(object, NAMESPACE) &&
        live !== undefined &&
        isOn(at(object.tree, ...path)) &&
        !isOn(at(live.tree, ...path))
    );
}

/** A drift with all that follows from it. */
function whole(target: Target, found: Found, findings: LeadsTo): Drift {
    const { leadsTo: _rules, accept: _settings, severity, ...told } = found;
    const { kind, name, namespace } = target.object;
    const object = { kind, name, ...(namespace !== undefined && { namespace }) };
    const follows = findings(object, found);
    const traced = found.fields.map((field) => ({
        field,
        trace: traceOf(target.live?.tree as object | undefined, field.path, ownManagers(target)),
    }));
    const accepted = accept(target, found);
    return {
        ...told,
        fields: found.fields.map((field) => (field.isHidden === true ? { path: field.path, isHidden: true } : field)),
        severity: worst(severity, follows),
        object,
        changedBy: traced.map(({ field, trace }) => ({ property: propertyOf(field.path), ...trace })),
        breaks: [...new Set(follows.map(({ message }) => message))],
        onUpdate: onUpdate(target, found, traced),
        takeBack: takeBack(target, found, traced),
        ...(accepted && { accept: accepted }),
    };
}

function worst(own: Severity, findings: readonly Finding[]): Severity {
    return (
        SEVERITIES.find((severity) => severity === own || findings.some((each) => each.severity === severity)) ?? own
    );
}

function weight({ severity }: { readonly severity: Severity; readonly object: ObjectRef }): number {
    return SEVERITIES.indexOf(severity);
}
