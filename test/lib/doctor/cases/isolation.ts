// SPDX-License-Identifier: Apache-2.0
import {
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "../../../../lib/kinds";
import { annotated, type Case, edit, objectIn, plus } from "../support";

const KEY = "kubesphere.io/network-isolate";
const OTHER_KEY = "kubesphere.io/workspace-isolate";
const annotate = (kind: Kind, name: string, annotations: Readonly<Record<string, string | null>>) =>
    edit(kind, name, annotated(annotations));
const inTemplate = (annotations: Readonly<Record<string, string>>) =>
    edit(WORKSPACE_TEMPLATE, "shop", { spec: { template: annotated(annotations) } });
const label = (labels: Readonly<Record<string, string | null>>) =>
    edit(NAMESPACE, "shop-web", { metadata: { labels } });
const peer = (who: object) =>
    plus(NAMESPACE_NETWORK_POLICY, objectIn("shop-web", "more", { spec: { ingress: [{ from: [who] }] } }));
const service = (name: string) => peer({ service: { name, namespace: "shop-api" } });

/** Isolation and policies. */
export const ISOLATION_CASES: Readonly<Record<string, Case>> = {
    "isolation-workspace-label": {
        broken: [label({ "kubesphere.io/workspace": null })],
        near: [edit(NAMESPACE, "default", { metadata: { labels: {} } })],
    },
    "isolation-own-label": {
        broken: [label({ "kubesphere.io/namespace": null })],
        near: [label({ "kubesphere.io/namespace": "shop-web" })],
        isMember: true,
    },
    "isolation-workspace-missing": {
        broken: [edit(NAMESPACE, "shop-api", { metadata: { labels: { "kubesphere.io/workspace": "gone" } } })],
        near: [edit(NAMESPACE, "shop-api", { metadata: { labels: { "kubesphere.io/workspace": null } } })],
    },
    "isolation-key-of-namespaces": {
        broken: [annotate(NAMESPACE, "shop-api", { [OTHER_KEY]: "enabled" })],
        near: [annotate(NAMESPACE, "shop-api", { [KEY]: "enabled" })],
    },
    "isolation-key-of-workspaces": {
        broken: [annotate(WORKSPACE, "shop", { [OTHER_KEY]: "enabled" })],
        near: [annotate(WORKSPACE, "shop", { [KEY]: "enabled" })],
    },
    "isolation-key-of-workspacetemplates": {
        broken: [inTemplate({ [OTHER_KEY]: "enabled" })],
        near: [annotate(WORKSPACE_TEMPLATE, "shop", { [OTHER_KEY]: "enabled" })],
    },
    "isolation-value-of-namespaces": {
        broken: [annotate(NAMESPACE, "shop-api", { [KEY]: "true" })],
        near: [annotate(NAMESPACE, "shop-api", { [KEY]: "disabled" })],
    },
    "isolation-value-of-workspaces": {
        broken: [annotate(WORKSPACE, "shop", { [KEY]: "Enabled" })],
        near: [annotate(WORKSPACE, "shop", { [KEY]: "disabled" })],
    },
    "isolation-value-of-workspacetemplates": {
        broken: [inTemplate({ [KEY]: "on" })],
        near: [inTemplate({ [KEY]: "disabled" })],
    },
    "isolation-of-system": {
        broken: [
            annotate(NAMESPACE, "kube-system", { [KEY]: "enabled" }),
            annotate(WORKSPACE, "system-workspace", { [KEY]: "enabled" }),
        ],
        near: [annotate(NAMESPACE, "kube-system", { [KEY]: "disabled" })],
    },
    "isolation-template-annotation": {
        broken: [annotate(WORKSPACE_TEMPLATE, "shop", { [KEY]: "enabled" })],
        near: [inTemplate({ [KEY]: "enabled" })],
    },
    "isolation-template-wins": {
        broken: [inTemplate({ [KEY]: "enabled" }), annotate(WORKSPACE, "shop", { [KEY]: "disabled" })],
        near: [annotate(WORKSPACE, "shop", { [KEY]: "enabled" })],
    },
    "policy-isolated": {
        broken: [annotate(NAMESPACE, "shop-web", { [KEY]: "disabled" })],
        near: [annotate(NAMESPACE, "shop-api", { [KEY]: "disabled" })],
    },
    "policy-reserved-name": {
        broken: [
            plus(NAMESPACE_NETWORK_POLICY, objectIn("shop-web", "network-isolate", { spec: { ingress: [] } })),
            plus(
                NETWORK_POLICY,
                objectIn("shop-api", "nsnp-mine", {
                    metadata: {
                        managedFields: [{ manager: "kubectl-client-side-apply", time: "2026-01-01T00:00:00Z" }],
                    },
                }),
            ),
        ],
        near: [
            plus(NAMESPACE_NETWORK_POLICY, objectIn("shop-web", "mine", { spec: { ingress: [] } })),
            plus(NETWORK_POLICY, objectIn("shop-web", "nsnp-mine")),
        ],
    },
    "policy-peer-namespace": {
        broken: [peer({ namespace: { name: "gone" } })],
        near: [peer({ namespace: { name: "shop-web" } })],
    },
    "policy-peer-label": {
        broken: [peer({ namespace: { name: "default" } })],
        near: [peer({ namespace: { name: "shop-api" } })],
    },
    "policy-service-exists": { broken: [service("basket")], near: [service("cart")] },
    "policy-service-selector": {
        broken: [
            plus(SERVICE, objectIn("shop-api", "outside", { spec: { ports: [{ port: 80 }] } })),
            service("outside"),
        ],
        near: [service("cart")],
    },
    "policy-service-target-port": {
        broken: [
            edit(SERVICE, "cart", { spec: { ports: [{ port: 80, targetPort: 8080 }] } }),
            plus(
                NAMESPACE_NETWORK_POLICY,
                objectIn("shop-web", "to-cart", {
                    spec: { egress: [{ to: [{ service: { name: "cart", namespace: "shop-api" } }] }] },
                }),
            ),
        ],
        near: [edit(SERVICE, "cart", { spec: { ports: [{ port: 80, targetPort: 8080 }] } }), service("cart")],
    },
};
