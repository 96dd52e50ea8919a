// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE_NETWORK_POLICY, NODE, SERVICE, WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import type { Labels } from "../../label-selector";
import { WORKSPACE_LABEL } from "../../labels";
import type { IsolatedObject, Isolation, NamespacePeer, NamespacePolicy, PeerService } from "../../reach/isolation";
import { at, type Tree } from "../../tree";
import type { KubeObject, Objects } from "../objects";
import { listAt, numberAt, textAt, textsAt } from "../read";
import { assumedServices, peerOf } from "./peers";
import { portsOf } from "./policies";

/** Annotation of a Node: addresses, with ";" between them, from which its traffic reaches pods. Source: nsnetworkpolicy_controller.go of KubeSphere 3.4. */
const SNAT_ANNOTATION = "kubesphere.io/snat-node-ips";

/**
 * What KubeSphere makes NetworkPolicies from. Where only a stack is known, the workspaces that namespaces name are assumed
 * to be there, and so are the services that its policies name, before and after.
 */
export function isolationOf(
    objects: Objects,
    namespaces: readonly IsolatedObject[],
    assumed: { readonly peers: readonly NamespacePeer[] } | undefined,
): Isolation {
    const services = [...objects.of(SERVICE).values()].map(serviceOf);
    return {
        namespaces,
        workspaces: workspacesOf(objects, assumed === undefined ? [] : namespaces),
        policies: [...objects.of(NAMESPACE_NETWORK_POLICY).values()].map(policyOf),
        services: [...services, ...assumedServices(assumed?.peers ?? [], services)],
        nodeAddresses: [...objects.of(NODE).values()].flatMap(({ tree }) =>
            (textAt(tree, "metadata", "annotations", SNAT_ANNOTATION) ?? "").split(";").filter((text) => text !== ""),
        ),
        allowedNamespaces: [],
    };
}

/** Workspaces with what their templates write on them. */
function workspacesOf(objects: Objects, members: readonly IsolatedObject[]): IsolatedObject[] {
    const templates = objects.of(WORKSPACE_TEMPLATE);
    const workspaces = objects.of(WORKSPACE);
    const named = members.map(({ labels }) => labels[WORKSPACE_LABEL] ?? "");
    return [...new Set([...workspaces.keys(), ...templates.keys(), ...named])].map((name) => ({
        name,
        labels: {},
        annotations: {
            ...annotationsOf(workspaces.get(name)?.tree),
            ...annotationsOf(at(templates.get(name)?.tree, "spec", "template")),
        },
    }));
}

function annotationsOf(tree: Tree): Labels {
    return textsAt(tree, "metadata", "annotations");
}

function policyOf({ namespace = "default", name, tree }: KubeObject): NamespacePolicy {
    const rules = (direction: string): readonly Tree[] | undefined => {
        const list = at(tree, "spec", direction);
        return Array.isArray(list) ? list : undefined;
    };
    const ingress = rules("ingress")?.map((rule) => ({
        from: listAt(rule, "from").map(peerOf),
        ports: portsOf(at(rule, "ports")),
    }));
    const egress = rules("egress")?.map((rule) => ({
        to: listAt(rule, "to").map(peerOf),
        ports: portsOf(at(rule, "ports")),
    }));
    return { namespace, name, ...(ingress && { ingress }), ...(egress && { egress }) };
}

function serviceOf({ namespace = "default", name, tree }: KubeObject): PeerService {
    return {
        namespace,
        name,
        selector: textsAt(tree, "spec", "selector"),
        ports: listAt(tree, "spec", "ports").flatMap((each) => {
            const [port, protocol] = [numberAt(each, "port"), textAt(each, "protocol")];
            return port === undefined ? [] : [{ port, ...(protocol !== undefined && { protocol }) }];
        }),
    };
}
