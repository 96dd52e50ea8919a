// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { liveCluster } from "../../../cli/cluster/cluster";
import { post } from "../../../cli/cluster/write";
import { roleManifests } from "../../../cli/rbac/manifests";
import type { Need } from "../../../cli/rbac/need";
import type { Kind } from "../../../lib/kinds";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { auditLogMentions } from "../../../sandbox/control-plane";
import { Kubectl } from "../../support/kubectl";
import { until } from "../../support/until";

const SERVICE_ACCOUNT: Kind = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    plural: "serviceaccounts",
    namespaced: true,
};

/** Asks for rights. Everybody who is known may create these. */
const REVIEWS = "selfsubjectaccessreviews";

/** Somebody with a service account and the rights that are given, and no others. */
export interface Somebody {
    /** Path of a kubeconfig. */
    readonly kubeconfig: string;
    /** The token in it, which nothing may show. */
    readonly token: string;
    /** What was asked of the API server so far, as "list pods" or "get pods/log in shop", sorted; none twice. */
    asked(): Promise<string[]>;
}

/** Makes somebody of that name, who may do what the needs say. */
export async function somebody(cluster: ControlPlane, name: string, needs: readonly Need[]): Promise<Somebody> {
    const kubectl = await Kubectl.connect(cluster.kubeconfig);
    const subject = { kind: "ServiceAccount", namespace: "default", name } as const;
    await kubectl.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace: "default", name } });
    for (const manifest of roleManifests(name, needs, subject)) {
        await kubectl.apply(manifest);
    }
    const admin = await liveCluster({ kubeconfig: cluster.kubeconfig });
    const place = { kind: SERVICE_ACCOUNT, name, namespace: "default", subresource: "token" };
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { token } = (await post<{ status: { token: string } }>(admin, place, request)).status;
    const kubeconfig = join(cluster.dataFolder, `${name}.kubeconfig`);
    writeFileSync(kubeconfig, readFileSync(cluster.kubeconfig, "utf8").replace(/token: .*/, `token: ${token}`));
    return { kubeconfig, token, asked: () => askedBy(cluster, `system:serviceaccount:default:${name}`) };
}

interface AuditLine {
    readonly stage: string;
    readonly verb: string;
    readonly user: { readonly username: string };
    readonly objectRef?: {
        readonly resource: string;
        readonly subresource?: string;
        readonly apiGroup?: string;
        readonly namespace?: string;
    };
}

async function askedBy(cluster: ControlPlane, user: string): Promise<string[]> {
    const mark = `asked-${process.pid}-${Date.now()}`;
    const kubectl = await Kubectl.connect(cluster.kubeconfig);
    await kubectl.get("v1", "ConfigMap", mark, "default");
    await until(`${mark} in the audit log`, () => auditLogMentions(cluster.auditLog, mark));
    const lines = readFileSync(cluster.auditLog, "utf8").trimEnd().split("\n");
    const rights = lines
        .map((line) => JSON.parse(line) as AuditLine)
        .filter(({ user: { username }, objectRef }) => username === user && objectRef !== undefined)
        .filter(({ objectRef }) => objectRef?.resource !== REVIEWS)
        .map(({ verb, objectRef: { resource, subresource, apiGroup } = { resource: "" } }) =>
            rightOf(verb, resource, { subresource, group: apiGroup }),
        );
    return [...new Set(rights)].sort();
}

/** The rights of needs in the same words. */
export function rightsOf(needs: readonly Need[]): string[] {
    const rights = needs.flatMap(({ verbs, kind: { apiVersion, plural }, subresource }) => {
        const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : undefined;
        return verbs.map((verb) => rightOf(verb, plural, { subresource, group }));
    });
    return [...new Set(rights)].sort();
}

function rightOf(verb: string, resource: string, { subresource, group }: { subresource?: string; group?: string }) {
    return `${verb} ${resource}${group ? `.${group}` : ""}${subresource ? `/${subresource}` : ""}`;
}
