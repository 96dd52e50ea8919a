// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { parseCidr } from "../cidr";
import { boundPools, type FormatSurvey, formatFor } from "../binding/format";
import { asWritten, bindingAnnotations, bindingLabels } from "../binding/metadata";
import { annotatedPools, poolList } from "../ippool/pins";
import { isOfSystem } from "../isolation/surroundings";
import { NAMESPACE } from "../kinds";
import { ipPoolLabel, POOL_ANNOTATION_KEYS } from "../labels";
import { isMapping } from "../mapping";
import { resourceName } from "../platform/names";
import type { LiveObject } from "./adoption";
import { type Found, found, leftOut, type Refusal, together } from "./candidate";
import { nameOf } from "./contents";
import { heldByAnother } from "./owner";
import { namespacePatch, patchToken } from "./patches";
import type { Site } from "./site";

/** The keys that bind a namespace, as they are on it. */
interface Keys {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
}

/** The binding of a namespace as the component would write it, or why it cannot. Nothing where it is not bound. */
export function adoptBinding(namespace: LiveObject, formats: FormatSurvey, site: Site): Found {
    const keys = keysOf(namespace);
    if (Object.keys({ ...keys.labels, ...keys.annotations }).length === 0) {
        return together([]);
    }
    const name = nameOf(namespace);
    const title = { cluster: site.cluster, kind: NAMESPACE.kind, name, part: "binding" };
    const pools = poolsOf(keys);
    const wanted = keysFor(namespace, pools, formats, site);
    const refusal =
        ofSystem(namespace) ?? held(namespace, keys) ?? broken(keys) ?? gone(pools, site) ?? otherThan(wanted, keys);
    return refusal
        ? leftOut(title, refusal)
        : found({
              at: ["projects", name],
              value: { pools },
              title,
              object: site.object(namespace, {
                  name: resourceName.binding(site.prefix, name),
                  type: patchToken(NAMESPACE),
                  isPatch: true,
                  inputs: namespacePatch(name, { ...wanted }),
                  dependsOn: [site.extension, ...pools.map((pool) => resourceName.pool(site.prefix, pool))],
              }),
          });
}

function keysOf({ metadata: { labels = {}, annotations = {} } = {} }: LiveObject): Keys {
    const bound = boundPools(labels).map(ipPoolLabel);
    return {
        labels: Object.fromEntries(bound.map((key) => [key, labels[key] ?? ""])),
        annotations: Object.fromEntries(
            POOL_ANNOTATION_KEYS.flatMap((key) => (annotations[key] === undefined ? [] : [[key, annotations[key]]])),
        ),
    };
}

/** The pools in the order of Calico's lists; those that are in no list by name. */
function poolsOf({ labels, annotations }: Keys): string[] {
    return [...new Set([...annotatedPools(annotations), ...boundPools(labels)])];
}

/** What the component writes for these pools. */
function keysFor(namespace: LiveObject, pools: readonly string[], formats: FormatSurvey, site: Site): Keys {
    const format = formatFor(namespace, pools, formats);
    const annotations = bindingAnnotations(pools, (pool) => familyOf(pool, site));
    return {
        labels: bindingLabels(pools, format?.labelValue ?? ""),
        annotations: format?.calicoAnnotation === false ? {} : asWritten(annotations, namespace.metadata?.annotations),
    };
}

function familyOf(name: string, { pools }: Site): 4 | 6 {
    const spec = pools.get(name)?.spec;
    const cidr = isMapping(spec) && typeof spec.cidr === "string" ? spec.cidr : "";
    return parseCidr(cidr)?.family ?? 4;
}

function ofSystem(namespace: LiveObject): Refusal | undefined {
    return isOfSystem(namespace) ? { reason: "The namespace belongs to the system." } : undefined;
}

function held(namespace: LiveObject, { labels, annotations }: Keys): Refusal | undefined {
    const paths = [
        ...Object.keys(labels).map((key) => ["metadata", "labels", key]),
        ...Object.keys(annotations).map((key) => ["metadata", "annotations", key]),
    ];
    return paths.map((path) => heldByAnother(namespace, path)).find((refusal) => refusal !== undefined);
}

/** A binding that says two things, or nothing that Calico could read. */
function broken({ labels, annotations }: Keys): Refusal | undefined {
    const unread = Object.entries(annotations).find(([, text]) => poolList(text) === undefined);
    if (unread !== undefined) {
        return doctor(`Its annotation ${unread[0]} (${unread[1]}) is no JSON list of pools.`);
    }
    const listed = annotatedPools(annotations);
    const labelled = boundPools(labels);
    if (labelled.length === 0) {
        return doctor(
            `It has Calico's annotation for ${shown(listed)} without KubeSphere's labels, which the component writes too.`,
        );
    }
    return Object.keys(annotations).length === 0 || isDeepStrictEqual([...listed].sort(), labelled)
        ? undefined
        : doctor(`Its labels bind it to ${shown(labelled)}, and its annotations to ${shown(listed)}.`);
}

/** A pool that is bound must exist, or the preview refuses the binding. */
function gone(pools: readonly string[], site: Site): Refusal | undefined {
    const missing = pools.filter((name) => !site.pools.has(name));
    return missing.length === 0
        ? undefined
        : doctor(`It is bound to ${shown(missing)}, and the cluster has no such pool: every new pod fails.`);
}

/** What the component would change. */
function otherThan(wanted: Keys, { labels, annotations }: Keys): Refusal | undefined {
    if (!isDeepStrictEqual(wanted.labels, labels)) {
        const values = Object.values(labels).map((value) => JSON.stringify(value));
        return doctor(`Its labels have several values (${values.join(", ")}), and the component writes one.`);
    }
    const [key] = Object.keys({ ...wanted.annotations, ...annotations }).filter(
        (each) => wanted.annotations[each] !== annotations[each],
    );
    return key === undefined
        ? undefined
        : doctor(`Its annotation ${key} (${annotations[key] ?? "missing"}) has pools of the other address family.`);
}

function doctor(reason: string): Refusal {
    return { reason, wayOut: "See what it means and how to mend it: ksnet doctor" };
}

function shown(names: readonly string[]): string {
    return names.length === 0 ? "no pool" : names.join(", ");
}
