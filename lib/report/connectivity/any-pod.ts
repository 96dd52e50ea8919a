// SPDX-License-Identifier: Apache-2.0
import { POD } from "../../kinds";
import type { Workload } from "../../reach/world";

/** Name of the pod that stands for all of a namespace whose pods are not known. */
export const ANY_POD = "any";

/** Pods of a namespace about which nothing is known: a selector for all pods means them, one for labels does not. */
export function anyPod(namespace: string): Workload {
    return { namespace, kind: POD.kind, name: ANY_POD, labels: {}, ports: [], addresses: [], isHostNetwork: false };
}
