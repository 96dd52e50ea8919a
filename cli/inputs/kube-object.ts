// SPDX-License-Identifier: Apache-2.0
import {
    CONFIG_MAP,
    CRON_JOB,
    DAEMON_SET,
    DEPLOYMENT,
    JOB,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    POD,
    SERVICE,
    STATEFUL_SET,
} from "kubesphere-network/lib/kinds";
import type { KubeObject } from "kubesphere-network/lib/report/objects";
import { isOf, type PolicyObject } from "kubesphere-network-policies/objects/object";

/** Kinds whose objects are in a namespace even where they do not say in which. */
const NAMESPACED = [
    CONFIG_MAP,
    CRON_JOB,
    DAEMON_SET,
    DEPLOYMENT,
    JOB,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    POD,
    SERVICE,
    STATEFUL_SET,
];

/** The namespace of objects that do not say theirs. A kubeconfig may name another one, which no manifest tells. */
const DEFAULT_NAMESPACE = "default";

/** An object as reports see it; undefined if it has no name. */
export function kubeObjectOf(object: PolicyObject, name = object.name): KubeObject | undefined {
    const { apiVersion, kind, tree } = object;
    const isNamespaced = NAMESPACED.some((each) => isOf(object, each));
    const namespace = object.namespace ?? (isNamespaced ? DEFAULT_NAMESPACE : undefined);
    return name === undefined
        ? undefined
        : { apiVersion, kind, name, ...(namespace !== undefined && { namespace }), tree };
}
