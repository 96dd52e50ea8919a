// SPDX-License-Identifier: Apache-2.0
import { livePools, liveNodes, type Surroundings } from "../../ippool/surroundings";
import { LIVE_IP_POOL_RULES } from "../../ippool/live-rules";
import { means } from "../../ippool/pins";
import { AssignmentMode } from "../../ippool/spec";
import { ADDRESS_BITS, containsAddress } from "../../cidr";
import type { AddressRange } from "../../cluster/address-ranges";
import { problemsOf } from "../../rule";
import type { Severity } from "../../report/report";
import { inTwo, listed, numbered } from "../../report/words";
import type { ContextCheck, MigrationContext } from "../context";
import { isUnannotated } from "../namespace-binding";
import { poolTitle } from "../pools";

/** Source: filterIPPool in libcalico-go/lib/clientv3/client.go of Calico */
export const targetEnabled: ContextCheck = ({ to }) =>
    to.spec.disabled
        ? [
              {
                  severity: "danger",
                  rule: "migration-target-disabled",
                  object: poolTitle(to),
                  message: "It is disabled: every new pod that asks for it fails.",
                  wayOut: `Set disabled: false on "${to.name}".`,
              },
          ]
        : [];

/** Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico */
export const sourceDisabled: ContextCheck = ({ from, moving }) => {
    const askers = moving.filter(({ list = [] }) => list.some((entry) => means(entry, from))).map(({ name }) => name);
    return from.spec.disabled && askers.length > 0
        ? [
              {
                  severity: "warning",
                  rule: "migration-source-disabled",
                  object: poolTitle(from),
                  message: `It is disabled already: until ${numbered(askers.length, "it is", "they are")} bound to another pool, every new pod of ${listed(askers)} fails.`,
                  wayOut: "Run the migration, which binds them to the new pool.",
              },
          ]
        : [];
};

/** Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico 3.30 */
export const targetManual: ContextCheck = ({ from, to, moving }) => {
    const names = moving.filter(isUnannotated).map(({ name }) => name);
    return to.spec.assignmentMode === AssignmentMode.Manual && names.length > 0
        ? [
              {
                  severity: "danger",
                  rule: "migration-target-manual",
                  object: poolTitle(to),
                  message: `It gives addresses only to pods that ask for it by name (assignmentMode: Manual), and ${listed(names)} ${numbered(names.length, "has", "have")} no annotation of Calico that does: in the end ${numbered(names.length, "its", "their")} pods get addresses of other pools.`,
                  wayOut: `Give ${numbered(names.length, "it", "them")} Calico's annotation for "${from.name}" first, or set assignmentMode: Automatic on "${to.name}".`,
              },
          ]
        : [];
};

/** What a pool must not share addresses with, and what it is too small for; by the rule that knows it. */
const LIVE_RULES: Readonly<Record<string, Severity>> = {
    "ippool-overlap-live": "danger",
    "ippool-overlap-services": "danger",
    "ippool-overlap-nodes": "danger",
    "ippool-outside-cluster-cidr": "warning",
    "ippool-fewer-blocks-than-nodes": "warning",
};

/** The sources are those of LIVE_IP_POOL_RULES. */
export const targetAddresses: ContextCheck = (context) => {
    const { to, world } = context;
    const cluster: Surroundings = {
        pools: livePools(world.pools),
        nodes: liveNodes(world.nodes),
        services: serviceRanges(context),
        clusterCidrs: world.clusterCidrs,
    };
    const rules = LIVE_IP_POOL_RULES.filter(({ id }) => id in LIVE_RULES);
    return problemsOf(rules, { pool: { poolName: to.name, ...to.spec }, cluster }).map(({ rule, message }) => ({
        severity: LIVE_RULES[rule] ?? "danger",
        rule,
        object: poolTitle(to),
        ...inTwo(message),
    }));
};

/** The addresses of services. Where the cluster does not tell them, those of a service that is there tell enough. */
function serviceRanges({ to, world }: MigrationContext): readonly AddressRange[] {
    if (world.serviceRanges.length > 0) {
        return world.serviceRanges;
    }
    const own = world.services.flatMap(({ metadata, spec }) =>
        (spec?.clusterIPs ?? [])
            .filter((address) => containsAddress(to.cidr, address))
            .map((address) => ({
                cidr: `${address}/${ADDRESS_BITS[to.cidr.family]}`,
                owner: `the service ${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`,
            })),
    );
    return own.slice(0, 1);
}
