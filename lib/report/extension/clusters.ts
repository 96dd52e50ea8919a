// SPDX-License-Identifier: Apache-2.0
import type { VersionedCluster } from "../../extension/live-rules";
import { type ClusterObject, clusterState } from "../../extension/placement";
import { CLUSTER } from "../../kinds";
import { HOST_CLUSTER_LABEL } from "../../labels";
import { at, isKnown } from "../../tree";
import type { KubeObject, Objects } from "../objects";
import { listAt, textAt, textsAt } from "../read";

/** The clusters of KubeSphere; undefined unless all of them and all of what is read of them is known. */
export function clustersOf(objects: Objects, isWhole: boolean): readonly VersionedCluster[] | undefined {
    const clusters = [...objects.of(CLUSTER).values()];
    const areKnown = clusters.every(({ tree }) => isKnown(at(tree, "metadata")) && isKnown(at(tree, "status")));
    // Where there is none at all, they were not looked at: the host has one too.
    return isWhole && clusters.length > 0 && areKnown ? clusters.map(clusterOf) : undefined;
}

function clusterOf({ name, tree }: KubeObject): VersionedCluster {
    const labels = textsAt(tree, "metadata", "labels");
    const [kubernetesVersion, kubeSphereVersion] = ["kubernetesVersion", "kubeSphereVersion"].map((key) =>
        textAt(tree, "status", key),
    );
    const conditions = listAt(tree, "status", "conditions") as NonNullable<ClusterObject["status"]>["conditions"];
    return {
        ...clusterState({
            metadata: { name, labels, deletionTimestamp: at(tree, "metadata", "deletionTimestamp") },
            status: { ...(conditions && { conditions }) },
        }),
        isHost: Object.hasOwn(labels, HOST_CLUSTER_LABEL),
        ...(kubernetesVersion !== undefined && { kubernetesVersion }),
        ...(kubeSphereVersion !== undefined && { kubeSphereVersion }),
    };
}
