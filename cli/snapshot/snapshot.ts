// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import type { Manifest } from "kubesphere-network/lib/manifest";
import { BadInput } from "../inputs/bad-input";

/** What a snapshot says it is. */
export const SNAPSHOT = { apiVersion: "kubesphere-network/v1alpha1", kind: "Snapshot" } as const;

/** A kind without the rest. */
export interface KindName {
    readonly apiVersion: string;
    readonly kind: string;
}

/** What a report needs of a cluster at one time, and nothing secret. */
export interface Snapshot {
    readonly apiVersion: typeof SNAPSHOT.apiVersion;
    readonly kind: typeof SNAPSHOT.kind;
    /** When it was begun, such as "2026-11-21T09:49:00.000Z". */
    readonly takenAt: string;
    /** Name of the kubeconfig's context. */
    readonly context: string;
    /** Kinds that the cluster refuses to list. */
    readonly notRead: readonly KindName[];
    /** Kinds of policies that no report evaluates, and how many of them there are. */
    readonly notEvaluated: readonly (KindName & { readonly count: number })[];
    /** By kind, namespace and name. */
    readonly items: readonly Manifest[];
}

/** The text of a snapshot: an item a line, so that two of them can be compared line by line. */
export function snapshotText({ items, ...rest }: Snapshot): string {
    const head = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
    const lines = items.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
    return `{\n${head.join("")}  "items": [${lines === "" ? "" : `\n${lines}\n  `}]\n}\n`;
}

/** The snapshot that something is; undefined if it is something else. Throws a BadInput if it is of another version. */
export function snapshotOf(content: unknown, label: string): Snapshot | undefined {
    if (
        !isMapping(content) ||
        content.kind !== SNAPSHOT.kind ||
        !String(content.apiVersion).startsWith("kubesphere-network/")
    ) {
        return undefined;
    }
    if (content.apiVersion !== SNAPSHOT.apiVersion || !Array.isArray(content.items)) {
        throw new BadInput([
            `${label}: this is no snapshot of ${SNAPSHOT.apiVersion}, which is all that this version of ksnet reads. Take it again with: ksnet snapshot`,
        ]);
    }
    return content as unknown as Snapshot;
}
