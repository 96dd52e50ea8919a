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
import type { Input } from "../../input";
import { kubeconfig, type LiveOptions } from "./kubeconfig";
import { list } from "./list";

/** What rules are about. */
const KINDS: readonly Kind[] = [
    INSTALL_PLAN,
    IP_POOL,
    DEPRECATED_IP_POOL,
    NAMESPACE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
];

/** Reads everything that rules are about from a cluster. */
export async function liveInput(options: LiveOptions): Promise<Input> {
    // An ES module, and slow to load: only this command needs it.
    const client = await import("@kubernetes/client-node");
    const config = kubeconfig(client, options);
    const objects = await Promise.all(
        KINDS.map(async (kind) => (await list(client, config, kind)).flatMap((item) => objectOf(item, kind))),
    );
    return { kind: "cluster", label: `cluster ${config.getCurrentContext()}`, objects: objects.flat() };
}

/** The items of a list do not say what they are. */
function objectOf(item: object, { apiVersion, kind }: Kind): PolicyObject[] {
    const object = objectOfManifest({ ...item, apiVersion, kind }, "");
    const place = [object?.namespace, object?.name].filter((part) => part !== undefined).join("/");
    // What KubeSphere makes of isolation and of policies is judged where it comes from.
    const isMade = kind === NETWORK_POLICY.kind && object?.name?.startsWith(MADE_PREFIX) === true;
    return object === undefined || isMade ? [] : [{ ...object, id: `live:${kind}/${place}` }];
}
