// SPDX-License-Identifier: Apache-2.0
import { dnsLabelFindings, finding, labelValueFindings } from "../findings";
import { poolNameFindings } from "../ippool/rules";
import type { Rule } from "../rule";

/** The pools that the pods of one namespace get their addresses from. */
export interface Binding {
    readonly namespace: string;
    /** Names of pools. */
    readonly pools: readonly string[];
    readonly labelValue?: string;
}

/** What must hold for a binding: a wrong label is refused by the API server, a wrong pool fails every pod. */
export const BINDING_RULES: readonly Rule<Binding>[] = [
    {
        id: "binding-namespace",
        reads: ["namespace"],
        check: ({ namespace }) => dnsLabelFindings("namespace", namespace),
    },
    {
        id: "binding-pools",
        reads: ["pools"],
        check: ({ pools }) =>
            Array.isArray(pools) && pools.length > 0
                ? pools.flatMap((pool, index) => poolNameFindings(`pools[${index}]`, pool))
                : [finding("pools", pools, "must list at least one pool. Remove the binding to unbind the namespace.")],
    },
    {
        id: "binding-pools-once",
        reads: ["pools"],
        check: ({ pools }) =>
            Array.isArray(pools)
                ? pools.flatMap((pool: string, index) =>
                      pools.indexOf(pool) < index
                          ? [finding(`pools[${index}]`, pool, "must be in the list once only. Remove the second one.")]
                          : [],
                  )
                : [],
    },
    {
        id: "binding-label-value",
        reads: ["labelValue"],
        check: ({ labelValue }) => (labelValue === undefined ? [] : labelValueFindings("labelValue", labelValue)),
    },
];
