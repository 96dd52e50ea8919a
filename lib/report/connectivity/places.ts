// SPDX-License-Identifier: Apache-2.0

/** Where the things are that nearly every namespace needs. */
export interface Places {
    /** Namespaces of gateways. */
    readonly gateways: readonly string[];
    /** Namespaces of what fetches metrics. */
    readonly monitoring: readonly string[];
}

/** Where KubeSphere runs them; see allow in lib/isolation/allow-rules.ts for the sources. */
export const KUBESPHERE_PLACES: Places = {
    gateways: ["kubesphere-controls-system"],
    monitoring: ["kubesphere-monitoring-system"],
};
