// SPDX-License-Identifier: Apache-2.0
import { MADE_PREFIX } from "kubesphere-network/lib/isolation/rules";
import {
    DEPRECATED_IP_POOL,
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "kubesphere-network/lib/kinds";
import { objectOfManifest, type PolicyObject } from "kubesphere-network-policies/objects/object";
import type { Input } from "../input";
import { liveCluster, type LiveOptions } from "../../cluster/cluster";
import { Reads } from "../../cluster/reads";

/** What rules are about. */
export const CHECKED_KINDS: readonly Kind[] = [
    INSTALL_PLAN,
    IP_POOL,
    DEPRECATED_IP_POOL,
    NAMESPACE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
];

/** Reads everything that rules are about from a cluster. Throws a Denied that names every kind that may not be read. */
export async function liveInput(options: LiveOptions): Promise<Input> {
    const reads = new Reads(await liveCluster(options));
    const objects = await Promise.all(
        CHECKED_KINDS.map((kind) => reads.list(kind, {}, (page) => page.flatMap((item) => objectOf(item, kind)))),
    );
    reads.assertAllowed();
    return { kind: "cluster", label: `cluster ${reads.cluster.context}`, objects: objects.flat() };
}

/** The items of a list do not say what they are. */
function objectOf(item: object, { apiVersion, kind }: Kind): PolicyObject[] {
    const object = objectOfManifest({ ...item, apiVersion, kind }, "");
    const place = [object?.namespace, object?.name].filter((part) => part !== undefined).join("/");
    // What KubeSphere makes of isolation and of policies is judged where it comes from.
    const isMade = kind === NETWORK_POLICY.kind && object?.name?.startsWith(MADE_PREFIX) === true;
    return object === undefined || isMade ? [] : [{ ...object, id: `live:${kind}/${place}` }];
}
