// SPDX-License-Identifier: Apache-2.0
import { isPulumi } from "../cluster/holders";
import type { OwnedObject } from "./world";

/** Labels and annotations of tools, and what they say of the tool that wrote them. */
const MARKS: readonly (readonly [key: string, tool: string])[] = [
    // https://helm.sh/docs/chart_best_practices/labels and Helm's own annotation of what it installs
    ["meta.helm.sh/release-name", "Helm release"],
    // https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking
    ["argocd.argoproj.io/tracking-id", "Argo CD"],
    ["argocd.argoproj.io/instance", "Argo CD application"],
    // https://fluxcd.io/flux/components/kustomize/kustomizations and helm/helmreleases
    ["kustomize.toolkit.fluxcd.io/name", "Flux kustomization"],
    ["helm.toolkit.fluxcd.io/name", "Flux HelmRelease"],
];

/** Keys of all annotations that name a manager; whoever reads workloads keeps them. */
export const MANAGER_ANNOTATIONS: readonly string[] = MARKS.map(([key]) => key);

/**
 * Who manages a workload, as far as it says: the mark of a tool, else Pulumi as a field manager, else the label
 * `app.kubernetes.io/managed-by`. Undefined if nobody does.
 */
export function managerOf({ metadata }: OwnedObject): string | undefined {
    const said = { ...metadata?.labels, ...metadata?.annotations };
    const mark = MARKS.find(([key]) => said[key] !== undefined);
    if (mark) {
        const [key, tool] = mark;
        return `${tool} "${said[key] ?? ""}"`;
    }
    const isStack = metadata?.managedFields?.some(({ manager = "" }) => isPulumi(manager)) === true;
    return isStack ? "a Pulumi stack" : said["app.kubernetes.io/managed-by"];
}
