// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { Need } from "../rbac/need";

/** A pool as KubeSphere's own API has it; the rights are KubeSphere's own, too. */
export const KAPIS_POOL: Kind = {
    apiVersion: "network.kubesphere.io/v1alpha2",
    kind: "IPPool",
    plural: "ippools",
    namespaced: false,
};

/** What KubeSphere is asked to do. */
export const KAPIS_MIGRATION: Kind = { ...KAPIS_POOL, kind: "IPPoolMigration", plural: "ippoolmigrations" };

const WITHOUT = "Without it, Calico's own blocks and pools are all that is looked at.";

/** What KubeSphere's API is asked for where there is one. */
export const KAPIS_NEED: Need = {
    kind: KAPIS_POOL,
    verbs: ["get", "list"],
    to: "ask KubeSphere's API, where there is one",
    without: WITHOUT,
};

/** The right to be told where a pool can be migrated to. */
export const KAPIS_TARGETS_NEED: Need = {
    kind: KAPIS_POOL,
    subresource: "migrate",
    verbs: ["get"],
    to: "ask KubeSphere where a pool can be migrated to",
    without: WITHOUT,
};
