// SPDX-License-Identifier: Apache-2.0
import { namespacedName } from "../cluster/objects";
import { isolationAnnotation } from "../isolation/annotation";
import { isOfSystem } from "../isolation/surroundings";
import { NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../kinds";
import { resourceName } from "../platform/names";
import type { LiveObject } from "./adoption";
import { type Candidate, type Found, leftOut, together } from "./candidate";
import { nameOf } from "./contents";
import { statedIsolation } from "./isolation";
import { namespacePatch, patchToken } from "./patches";
import { adoptPolicy } from "./policies";
import type { Site } from "./site";

/** The isolation of a namespace and, where it is on, the policies on its allow list. */
export function adoptProject(namespace: LiveObject, site: Site): Found {
    const name = nameOf(namespace);
    const policies = site.policies.get(name) ?? [];
    const title = { cluster: site.cluster, kind: NAMESPACE.kind, name, part: "isolation" };
    const annotations = namespace.metadata?.annotations ?? {};
    const { isolation, leftOut: rest } = statedIsolation(namespace, annotations, ["metadata", "annotations"], title);
    if (isOfSystem(namespace)) {
        const isStated = isolation !== undefined || rest.length > 0;
        const reason = "The namespace belongs to the system.";
        return together([...(isStated ? [leftOut(title, { reason })] : []), ...notAdopted(policies, reason, site)]);
    }
    if (isolation?.isolated !== true) {
        const candidates = isolation === undefined ? [] : [candidateOf(namespace, isolation, site)];
        return together([
            { candidates, leftOut: rest },
            ...notAdopted(
                policies,
                isolation === undefined
                    ? "Its namespace is not isolated by an annotation that is adopted, without which KubeSphere 3 deletes its policies."
                    : "The isolation of its namespace is off, and KubeSphere deletes the policies of such a namespace.",
                site,
                `Isolate the project ${name}, or remove the policy: ksnet doctor says more.`,
            ),
        ]);
    }
    return together([
        { candidates: [candidateOf(namespace, isolation, site)], leftOut: rest },
        ...policies.map((policy) => adoptPolicy(policy, site)),
    ]);
}

function candidateOf(
    namespace: LiveObject,
    { key, ...value }: { readonly key: string; readonly isolated: boolean; readonly annotationKey?: string },
    site: Site,
): Candidate {
    const name = nameOf(namespace);
    return {
        at: ["projects", name],
        value,
        title: { cluster: site.cluster, kind: NAMESPACE.kind, name, part: "isolation" },
        object: site.object(namespace, {
            name: resourceName.project(site.prefix, name),
            type: patchToken(NAMESPACE),
            isPatch: true,
            inputs: namespacePatch(name, { annotations: isolationAnnotation(key, value.isolated) }),
            dependsOn: [site.extension],
        }),
    };
}

function notAdopted(policies: readonly LiveObject[], reason: string, { cluster }: Site, wayOut?: string): Found[] {
    return policies.map((policy) =>
        leftOut({ cluster, kind: NAMESPACE_NETWORK_POLICY.kind, name: namespacedName(policy) }, { reason, wayOut }),
    );
}
