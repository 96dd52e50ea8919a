// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { KubernetesClient } from "../kubernetes/client";
import { Fault } from "./fault";

const TOKEN_REVIEW: Kind = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    plural: "tokenreviews",
    namespaced: false,
};
const ACCESS_REVIEW: Kind = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    plural: "subjectaccessreviews",
    namespaced: false,
};

/** Who asks, as the API server says it. */
export interface Caller {
    readonly username: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What somebody wants to do, as a role names it. */
export interface Access {
    readonly verb: "get" | "list" | "create";
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly name?: string;
    readonly namespace?: string;
}

/** Who has the bearer token of a request. Throws a Fault of 401 for a token that the API server does not know. */
export async function callerOf(client: KubernetesClient, authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
    const status = token === undefined ? undefined : await tokenStatus(client, token);
    if (status?.authenticated !== true || status.user === undefined) {
        throw new Fault(401, "Unauthorized");
    }
    return status.user;
}

/** Throws a Fault of 403 unless the caller has the right. */
export async function assertAllowed(client: KubernetesClient, caller: Caller, access: Access): Promise<void> {
    const { username: user, uid, groups, extra } = caller;
    const { apiVersion, kind } = ACCESS_REVIEW;
    const spec = { user, uid, groups, extra, resourceAttributes: access };
    const review = await client.create(ACCESS_REVIEW, { apiVersion, kind, metadata: {}, spec });
    if ((review.status as { allowed?: boolean }).allowed !== true) {
        throw new Fault(403, refusal(user, access));
    }
}

async function tokenStatus(client: KubernetesClient, token: string) {
    const { apiVersion, kind } = TOKEN_REVIEW;
    const review = await client.create(TOKEN_REVIEW, { apiVersion, kind, metadata: {}, spec: { token } });
    return review.status as { readonly authenticated?: boolean; readonly user?: Caller };
}

/** In the words of Kubernetes. */
function refusal(user: string, { verb, group, resource, subresource, name, namespace }: Access): string {
    const what = subresource === undefined ? resource : `${resource}/${subresource}`;
    const object = name === undefined ? `${what}.${group}` : `${what}.${group} "${name}"`;
    const where = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
    return `${object} is forbidden: User "${user}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`;
}
