// SPDX-License-Identifier: Apache-2.0
import { EXTENSION_REF_LABEL, HOST_CLUSTER_LABEL } from "kubesphere-network/lib/labels";
import { entriesOf } from "../objects/object";
import { objectRule, texts } from "../rule";
import { matches } from "../objects/scope";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly labels: readonly string[];
    readonly annotations: readonly string[];
}

/** What KubeSphere writes itself. Sources: staging/src/kubesphere.io/api/core/v1alpha1/constants.go, pkg/simple/client/network/ippool/calico/provider.go of KubeSphere. */
const LABELS = [
    EXTENSION_REF_LABEL,
    HOST_CLUSTER_LABEL,
    "kubesphere.io/repository-ref",
    "ippool.network.kubesphere.io/id",
    "ippool.network.kubesphere.io/name",
    "ippool.network.kubesphere.io/type",
];

/** The first ends an extension without its agents, the others are notes of KubeSphere's own Helm jobs. */
const ANNOTATIONS = ["kubesphere.io/force-delete", "executor.kubesphere.io/*"];

export const systemKeys = objectRule<Config>({
    name: "system-keys",
    displayName: "No keys that KubeSphere writes itself",
    description: "Labels and annotations that KubeSphere writes itself must not be set by hand.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Remove the key. KubeSphere finds and deletes its own objects by it.",
    tags: ["labels", "annotations"],
    config: {
        labels: texts('Labels, with "*" for any characters.', LABELS),
        annotations: texts("The same for annotations.", ANNOTATIONS),
    },
    checkObject: (object, config, { violation, undecided }) => {
        for (const section of ["labels", "annotations"] as const) {
            if (at(object.tree, "metadata", section) === UNKNOWN) {
                undecided(object, `metadata.${section}`);
            }
            const owned = entriesOf(object, section).filter(({ key }) => matches(config[section], key));
            for (const { property } of owned) {
                violation(object, `'${property}' must not be set: KubeSphere writes it itself. Remove it.`, property);
            }
        }
    },
});
