// SPDX-License-Identifier: Apache-2.0

/** Objects that every subject brings to a cluster and takes away again. */
export interface Workload {
    readonly title: string;
    /** A Kubernetes List. */
    readonly list: { readonly items: readonly object[] };
    /** What must be there before, as a Kubernetes List. */
    readonly before?: object;
    /** Arguments of a `kubectl get` that prints one line for each of the objects that is there. */
    readonly shown: readonly string[];
}
