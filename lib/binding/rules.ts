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
    /** True to write also what somebody else has written. */
    readonly takeOwnership?: boolean;
}

/** What must hold for a binding: a wrong label is refused by the API server, a wrong pool fails every pod. */
export const BINDING_RULES: readonly Rule<Binding>[] = [
    {
        id: "binding-namespace",
        reason: "The API server takes no other name.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
        reads: ["namespace"],
        check: ({ namespace }) => dnsLabelFindings("namespace", namespace),
    },
    {
        id: "binding-pools",
        reason: "Calico fails every pod of a namespace that lists a pool which cannot exist.",
        source: "cni-plugin/internal/pkg/utils/utils.go of Calico",
        reads: ["pools"],
        check: ({ pools }) =>
            Array.isArray(pools) && pools.length > 0
                ? pools.flatMap((pool, index) => poolNameFindings(`pools[${index}]`, pool))
                : [finding("pools", pools, "must list at least one pool. Remove the binding to unbind the namespace.")],
    },
    {
        id: "binding-pools-once",
        reason: "A pool listed twice is a slip of the pen in the order that Calico tries the pools in.",
        source: "libcalico-go/lib/ipam/ipam.go of Calico",
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
        reason: "The API server refuses the namespace's label.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels",
        reads: ["labelValue"],
        check: ({ labelValue }) => (labelValue === undefined ? [] : labelValueFindings("labelValue", labelValue)),
    },
];
