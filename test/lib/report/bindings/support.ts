// SPDX-License-Identifier: Apache-2.0
import { bindingsPart } from "../../../../lib/report/bindings/part";
import type { KubeObject } from "../../../../lib/report/objects";
import type { BindingTable, Finding, Part } from "../../../../lib/report/report";
import { changeOf, namespace } from "../pools/support";

export const LABEL = "ippool.network.kubesphere.io/";
export const IPV4 = "cni.projectcalico.org/ipv4pools";
export const IPV6 = "cni.projectcalico.org/ipv6pools";

/** A namespace that labels and Calico's annotation bind to pools. */
export function bound(
    name: string,
    pools: readonly string[],
    labels: Readonly<Record<string, string>> = {},
): KubeObject {
    const keys = Object.fromEntries(pools.map((pool) => [`${LABEL}${pool}`, ""]));
    return namespace(name, { ...keys, ...labels }, pools.length === 0 ? {} : { [IPV4]: JSON.stringify(pools) });
}

export function partOf(...change: Parameters<typeof changeOf>): Part {
    return bindingsPart(changeOf(...change));
}

/** A part that has nothing but this. */
export function only(part: Part): Part {
    return { bindings: [], findings: [], steps: [], notes: [], ...part };
}

/** A matrix of namespaces with their pods, if anybody knows them, and cells. */
export function table(
    pools: readonly string[],
    rows: Readonly<Record<string, readonly [number | undefined, ...BindingTable["rows"][number]["cells"]]>>,
): BindingTable {
    return {
        pools,
        rows: Object.entries(rows).map(([name, [pods, ...cells]]) => ({
            namespace: name,
            ...(pods !== undefined && { pods }),
            cells,
        })),
    };
}

type Rest = Omit<Finding, "area" | "severity" | "rule" | "object">;

/** What is found of a pool. */
export function ofPool(severity: Finding["severity"], rule: string, name: string, rest: Rest): Finding {
    return { severity, area: "bindings", rule, object: { kind: "IPPool", name }, ...rest };
}

/** What is found of a namespace. */
export function ofNamespace(severity: Finding["severity"], rule: string, name: string, rest: Rest): Finding {
    return { severity, area: "bindings", rule, object: { kind: "Namespace", name }, ...rest };
}
