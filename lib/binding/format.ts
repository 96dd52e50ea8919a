// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../cluster/objects";
import { IP_POOL_LABEL_PREFIX, ipPoolLabel, POOL_ANNOTATION_KEYS, RESERVED_POOL_NAMES } from "../labels";

/** A label value that differs by pool: each label has the name of its own pool. */
export const OWN_NAME = Symbol("the pool's own name");

/** Value of the labels that bind a namespace. KubeSphere looks for the keys; what it writes as value is not documented. */
export type LabelValue = string | typeof OWN_NAME;

/** How namespaces are bound: the value of KubeSphere's labels, and whether Calico's annotation goes with them. */
export interface BindingFormat {
    readonly labelValue: LabelValue;
    readonly calicoAnnotation: boolean;
}

/** What is written where nothing is bound yet: labels without value, and the annotation that Calico acts upon. */
export const DEFAULT_FORMAT: BindingFormat = { labelValue: "", calicoAnnotation: true };

/** A format with the name of a namespace that is bound so. */
export interface FoundFormat extends BindingFormat {
    readonly namespace: string;
    /** True if no other format is found more often. */
    readonly isUsual: boolean;
}

/** The formats of a cluster, counted once for all bindings of a program. */
export interface FormatSurvey {
    /** The one that most bound namespaces have; undefined if none is bound. */
    readonly usual?: FoundFormat;
    /** The alphabetically first namespace of each format. */
    readonly examples: ReadonlyMap<string, string>;
}

/** The pools that labels bind a namespace to, sorted. KubeSphere's own keys with the same prefix bind to none. */
export function boundPools(labels: Readonly<Record<string, string>> = {}): string[] {
    return Object.keys(labels)
        .filter((key) => key.startsWith(IP_POOL_LABEL_PREFIX))
        .map((key) => key.slice(IP_POOL_LABEL_PREFIX.length))
        .filter((pool) => !RESERVED_POOL_NAMES.includes(pool))
        .sort();
}

/** Counts how namespaces are bound. Of formats found equally often, that of the alphabetically first namespace wins. */
export function surveyFormats(namespaces: readonly ClusterObject[]): FormatSurvey {
    const counts = new Map<string, { readonly found: FoundFormat; count: number }>();
    for (const namespace of [...namespaces].sort(byName)) {
        const format = formatOf(namespace);
        if (format) {
            const key = keyOf(format);
            const entry = counts.get(key) ?? {
                found: { ...format, namespace: nameOf(namespace), isUsual: true },
                count: 0,
            };
            entry.count++;
            counts.set(key, entry);
        }
    }
    const entries = [...counts.values()];
    const most = Math.max(...entries.map(({ count }) => count));
    return {
        usual: entries.find(({ count }) => count === most)?.found,
        examples: new Map([...counts].map(([key, { found }]) => [key, found.namespace])),
    };
}

/**
 * The format for a namespace: its own if it is bound already, so that nothing flips, else the usual one; Calico's
 * annotation in any case if the namespace has it, because pods go by it. Undefined where nothing is bound. The labels of
 * the pools that it is to be bound to count before those of other pools.
 */
export function formatFor(
    own: ClusterObject | undefined,
    pools: readonly string[],
    { usual, examples }: FormatSurvey,
): FoundFormat | undefined {
    const base = (own && formatOf(own, pools)) ?? usual;
    if (!own || !base) {
        return usual;
    }
    const { labelValue, calicoAnnotation } = base;
    const format: BindingFormat = { labelValue, calicoAnnotation: calicoAnnotation || isAnnotated(own) };
    const key = keyOf(format);
    const isUsual = usual !== undefined && key === keyOf(usual);
    return { ...format, namespace: examples.get(key) ?? nameOf(own), isUsual };
}

/** Says which format was found, and where; only of the parts that are followed. */
export function formatSentence(
    found: FoundFormat,
    follows: { labelValue: boolean; calicoAnnotation: boolean },
): string {
    const parts = [
        ...(follows.labelValue ? [labelPhrase(found.labelValue)] : []),
        ...(follows.calicoAnnotation ? [`${found.calicoAnnotation ? "with" : "without"} Calico's annotation`] : []),
    ];
    const who = found.isUsual ? "Namespaces are bound here" : "Some namespaces stay bound";
    return `${who} as "${found.namespace}" is: ${parts.join(", ")}.`;
}

function labelPhrase(value: LabelValue): string {
    return value === OWN_NAME ? "the pool's name as label value" : `label value "${value}"`;
}

/** How a namespace is bound; undefined if it is not. */
function formatOf(namespace: ClusterObject, pools: readonly string[] = []): BindingFormat | undefined {
    const labels = namespace.metadata?.labels ?? {};
    const bound = boundPools(labels);
    const wanted = bound.filter((pool) => pools.includes(pool));
    return bound.length === 0
        ? undefined
        : {
              labelValue: mostCommonValue(wanted.length > 0 ? wanted : bound, labels),
              calicoAnnotation: isAnnotated(namespace),
          };
}

function isAnnotated({ metadata }: ClusterObject): boolean {
    const { annotations = {} } = metadata ?? {};
    return POOL_ANNOTATION_KEYS.some((key) => key in annotations);
}

/** The value that most of the labels have; of values found equally often the pool's own name, then the first. */
function mostCommonValue(pools: readonly string[], labels: Readonly<Record<string, string>>): LabelValue {
    const counts = new Map<LabelValue, number>([[OWN_NAME, 0]]);
    for (const pool of pools) {
        const value = labels[ipPoolLabel(pool)] ?? "";
        const readings: LabelValue[] = value === pool ? [OWN_NAME, value] : [value];
        for (const reading of readings) {
            counts.set(reading, (counts.get(reading) ?? 0) + 1);
        }
    }
    return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function keyOf({ labelValue, calicoAnnotation }: BindingFormat): string {
    return JSON.stringify([labelValue === OWN_NAME ? null : labelValue, calicoAnnotation]);
}

function nameOf({ metadata }: ClusterObject): string {
    return metadata?.name ?? "";
}

function byName(a: ClusterObject, b: ClusterObject): number {
    return nameOf(a) < nameOf(b) ? -1 : 1;
}
