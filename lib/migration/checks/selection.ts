// SPDX-License-Identifier: Apache-2.0
import { matches } from "../../ipam/pool";
import { listed, numbered } from "../../report/words";
import type { ContextCheck } from "../context";
import { poolTitle } from "../pools";

/**
 * Pods that ask for a pool by name get its addresses on any node: there they may not be routed.
 * Source: https://github.com/projectcalico/calico/issues/4656
 */
export const targetNodes: ContextCheck = ({ to, batches, world }) => {
    const used = new Set(batches.flat().flatMap(({ old }) => old.map(({ spec }) => spec?.nodeName)));
    const names = world.nodes
        .filter(({ metadata }) => used.has(metadata?.name))
        .filter(({ metadata }) => !matches(to.spec.nodeSelector, metadata?.labels ?? {}))
        .map(({ metadata }) => metadata?.name ?? "")
        .sort();
    return names.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: "migration-target-nodes",
                  object: poolTitle(to),
                  message: `Its nodeSelector (${to.spec.nodeSelector ?? ""}) does not match ${listed(names)}, where pods move. Calico gives them its addresses all the same, since they ask for it by name.`,
                  wayOut: `See that the addresses are routed to ${numbered(names.length, "that node", "those nodes")}, or have the selector match ${numbered(names.length, "it", "them")}.`,
              },
          ];
};

/** The same of namespaces. Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico */
export const targetNamespaces: ContextCheck = ({ to, moving }) => {
    const names = moving.filter(({ labels }) => !matches(to.spec.namespaceSelector, labels)).map(({ name }) => name);
    return names.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: "migration-target-namespaces",
                  object: poolTitle(to),
                  message: `Its namespaceSelector (${to.spec.namespaceSelector ?? ""}) does not match ${listed(names)}. Pods there get its addresses only for as long as they ask for it by name.`,
                  wayOut: `Have the selector match ${numbered(names.length, "it", "them")}, or name another pool.`,
              },
          ];
};
