// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { ManagedFields } from "../../../lib/cluster/objects";
import { driftsOf } from "../../../lib/drift/compare";
import type { Drift } from "../../../lib/drift/drift";
import type { Source } from "../../../lib/drift/source";
import { targetsOf, type Wanted } from "../../../lib/drift/wanted";
import type { Kind } from "../../../lib/kinds";
import type { KubeObject } from "../../../lib/report/objects";
import { keyOf } from "../../../lib/report/writers";

/** Field manager of the stack. */
export const OWN = "pulumi-kubernetes-0a1b2c3d";

export const IPV4 = "cni.projectcalico.org/ipv4pools";

/** When others write. */
export const TIME = "2026-11-21T09:00:00Z";

/** What updates do about most drift. */
export const PLAIN = 'A plain "pulumi up" says "unchanged" and changes nothing.';
export const SET_BACK = `${PLAIN} With --refresh it sets it back.`;

/** An object of a kind: metadata and the rest. */
export function object(kind: Kind, name: string, tree: object = {}, namespace?: string): KubeObject {
    const place = { name, ...(namespace !== undefined && { namespace }) };
    const { metadata = {}, ...rest } = tree as { metadata?: object };
    const { apiVersion, kind: title } = kind;
    const whole = { apiVersion, kind: title, metadata: { ...metadata, ...place }, ...rest };
    return { apiVersion, kind: title, ...place, tree: whole };
}

/** What a stack wants of an object. */
export function wanted(of: KubeObject, more: Partial<Wanted> = {}): Wanted {
    const source: Source = { component: "NetworkPlatform", name: "network.yaml" };
    return { object: of, isPatch: false, source, manager: OWN, ...more };
}

/** An entry of managedFields for paths such as "spec.natOutgoing", or lists of steps. */
export function held(manager: string, time: string, ...paths: readonly (string | readonly string[])[]): ManagedFields {
    const fieldsV1 = {};
    for (const path of paths) {
        let at: Record<string, object> = fieldsV1;
        for (const step of typeof path === "string" ? path.split(".") : path) {
            at = (at[`f:${step}`] ??= {}) as Record<string, object>;
        }
    }
    return { manager, time, fieldsV1 };
}

/** What differs between what is wanted and what is there. */
export function drifts(
    all: readonly Wanted[],
    live: readonly KubeObject[],
    templates: readonly KubeObject[] = [],
): readonly Drift[] {
    const there = new Map(live.map((each) => [keyOf(each), each]));
    return driftsOf(targetsOf(all, there), new Map(templates.map((each) => [each.name, each]))).drifts;
}

/** The only drift between an object that is wanted and what there is of it. */
export function only(
    kind: Kind,
    sides: readonly [object, object],
    more: Partial<Wanted> = {},
    namespace?: string,
): Drift {
    const [one, other] = sides.map((side) => object(kind, "x", side, namespace));
    const [found, ...others] = drifts([wanted(one!, more)], [other!]);
    assert.ok(found);
    assert.deepEqual(others, []);
    return found;
}
