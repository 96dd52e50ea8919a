// SPDX-License-Identifier: Apache-2.0
import { containsAddress } from "../../cidr";
import { annotatedPools, means, poolList } from "../../ippool/pins";
import { listed, numbered } from "../../report/words";
import type { ContextCheck, MigrationContext } from "../context";
import { type PodMaker, podMakers } from "../pod-makers";

/** Annotations of a pod with addresses that it is to have. Source: cni-plugin/pkg/k8s/k8s.go of Calico */
export const ADDRESS_ANNOTATIONS: readonly string[] = ["ipAddrs", "ipAddrsNoIpam"].map(
    (name) => `cni.projectcalico.org/${name}`,
);

/**
 * Pods that ask for the old pool themselves. It is no help if they ask for the new one too: Calico fails a pod if any pool
 * of its list is disabled. Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico
 */
export const pinnedPools: ContextCheck = (context) => {
    const { from, to } = context;
    return makersIn(context).flatMap(({ title, isTemplate, annotations }) => {
        const entries = annotatedPools(annotations).filter((entry) => means(entry, from));
        const what = `${isTemplate ? "Its pods ask" : "It asks"} for ${entries[0] ?? ""} by annotation, whatever the namespace is bound to`;
        return entries.length === 0
            ? []
            : [
                  {
                      severity: isTemplate ? ("danger" as const) : ("warning" as const),
                      rule: "migration-pinned",
                      object: title,
                      message: isTemplate
                          ? `${what}: new ones fail once the pool is disabled, even if they ask for other pools too.`
                          : `${what}: made anew, it fails once the pool is disabled.`,
                      wayOut: `Have it ask for "${to.name}" instead, or for no pool.`,
                  },
              ];
    });
};

/** Pods with fixed addresses. Source: AssignIP in libcalico-go/lib/ipam/ipam.go of Calico */
export const pinnedAddresses: ContextCheck = (context) => {
    const { from, to } = context;
    return makersIn(context).flatMap(({ title, annotations }) =>
        ADDRESS_ANNOTATIONS.flatMap((key) => {
            const fixed = (poolList(annotations[key]) ?? []).filter((address) => containsAddress(from.cidr, address));
            return fixed.length === 0
                ? []
                : [
                      {
                          severity: "danger" as const,
                          rule: "migration-fixed-address",
                          object: title,
                          message: `Its annotation ${key} fixes ${listed(fixed)}, which ${numbered(fixed.length, "is an address", "are addresses")} of "${from.name}": it keeps ${numbered(fixed.length, "it", "them")} whatever it is bound to.`,
                          wayOut: `Give it an address of ${to.spec.cidr}, or take the annotation off.`,
                      },
                  ];
        }),
    );
};

/** Those that the migration is about: all while the old pool is to be disabled, else those of the namespaces that move. */
function makersIn({ world, moving, remaining }: MigrationContext): PodMaker[] {
    const names = new Set(moving.map(({ name }) => name));
    return podMakers(world).filter(({ namespace }) => remaining.length === 0 || names.has(namespace));
}
