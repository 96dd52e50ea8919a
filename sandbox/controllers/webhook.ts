// SPDX-License-Identifier: Apache-2.0

import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { loadAll } from "js-yaml";
import { trimConfig } from "kubesphere-network/lib/extension/config";
import type { Kind } from "kubesphere-network/lib/kinds";
import { makeCertificates } from "../control-plane/certificates";
import type { KubernetesClient, Ref } from "../kubernetes/client";
import { MANAGER, SIMULATED } from "./names";
import type { InstallPlan, InstallPlanSpec } from "./plan";

const LOOPBACK = "127.0.0.1";
const TIMEOUT_SECONDS = 30;
const MUTATE = "/mutate-kubesphere-io-v1alpha1-installplan";
const VALIDATE = "/validate-kubesphere-io-v1alpha1-installplan";

const ADMISSION = "admissionregistration.k8s.io/v1";
const MUTATING: Kind = {
    apiVersion: ADMISSION,
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
};
const VALIDATING: Kind = {
    apiVersion: ADMISSION,
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    namespaced: false,
};
const DEFAULTER: Ref = { kind: MUTATING, name: "defaulter.installplan.kubesphere.io" };
const VALIDATOR: Ref = { kind: VALIDATING, name: "validator.installplan.kubesphere.io" };

interface Review {
    readonly apiVersion: string;
    readonly kind: string;
    readonly request: { readonly uid: string; readonly object: InstallPlan };
}

interface Verdict {
    readonly allowed: boolean;
    readonly status?: { readonly code: number; readonly message: string };
    readonly patchType?: "JSONPatch";
    readonly patch?: string;
}

interface Replacement {
    readonly op: "replace";
    readonly path: string;
    readonly value: string;
}

/** The replacements that take the blanks off the ends of the lines of an InstallPlan's config texts. */
export function trimmings(spec: InstallPlanSpec): Replacement[] {
    const texts: [string, string][] = Object.entries(spec.clusterScheduling?.overrides ?? {}).map(([name, text]) => [
        `/spec/clusterScheduling/overrides/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        text,
    ]);
    return [["/spec/config", spec.config ?? ""] as const, ...texts]
        .map(([path, text]) => ({ op: "replace" as const, path, text, value: trimConfig(text) }))
        .filter(({ text, value }) => text !== value)
        .map(({ op, path, value }) => ({ op, path, value }));
}

/** Why an InstallPlan is refused; its config texts have to be YAML, of whatever kind, and nothing else is looked at. */
export function refusal(spec: InstallPlanSpec): string | undefined {
    const texts: [string, string][] = Object.entries(spec.clusterScheduling?.overrides ?? {}).map(([name, text]) => [
        `cluster ${name} agent config`,
        text,
    ]);
    for (const [what, text] of [["extension config", spec.config ?? ""] as const, ...texts]) {
        try {
            loadAll(text, undefined, { json: true });
        } catch (error) {
            const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
            return `failed to unmarshal ${what}: ${reason}`;
        }
    }
    return undefined;
}

function judge(path: string, { request }: Review): Verdict {
    const { spec } = request.object;
    if (path === MUTATE) {
        const patch = Buffer.from(JSON.stringify(trimmings(spec))).toString("base64");
        return { allowed: true, patchType: "JSONPatch", patch };
    }
    const message = refusal(spec);
    return message === undefined ? { allowed: true } : { allowed: false, status: { code: 403, message } };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const review = (await json(request)) as Review;
    const { apiVersion, kind } = review;
    const path = new URL(request.url ?? "/", `https://${LOOPBACK}`).pathname;
    const body = { apiVersion, kind, response: { uid: review.request.uid, ...judge(path, review) } };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

function configuration({ kind, name }: Ref, url: string, authority: string) {
    return {
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: { name, annotations: SIMULATED },
        webhooks: [
            {
                name: "installplans.kubesphere.io",
                admissionReviewVersions: ["v1"],
                clientConfig: { url, caBundle: Buffer.from(authority).toString("base64") },
                failurePolicy: "Fail",
                matchPolicy: "Exact",
                objectSelector: {
                    matchExpressions: [{ key: "app.kubernetes.io/managed-by", operator: "NotIn", values: ["Helm"] }],
                },
                rules: [
                    {
                        apiGroups: ["kubesphere.io"],
                        apiVersions: ["v1alpha1"],
                        operations: ["CREATE", "UPDATE"],
                        resources: ["installplans"],
                        scope: "*",
                    },
                ],
                sideEffects: "None",
                timeoutSeconds: TIMEOUT_SECONDS,
            },
        ],
    };
}

function listen(server: Server): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
        server.once("error", reject).listen(0, LOOPBACK, () => {
            resolve(server.address() as AddressInfo);
        });
    });
}

/**
 * KubeSphere's admission webhooks for InstallPlans, served on loopback and registered under their own names, so that
 * a server-side dry run is trimmed and refused as well. If the process dies without stopping them, InstallPlans
 * cannot be written until it is back, as in KubeSphere.
 */
export class Webhooks {
    private constructor(
        private readonly client: KubernetesClient,
        private readonly server: Server,
    ) {}

    static async start(client: KubernetesClient, log: (line: string) => void): Promise<Webhooks> {
        const { authority, certificate, key } = await makeCertificates(MANAGER);
        const server = createServer({ cert: certificate, key }, (request, response) => {
            answer(request, response).catch((error: unknown) => {
                log(`webhook: ${error instanceof Error ? error.message : String(error)}`);
                response.writeHead(400).end();
            });
        });
        const { port } = await listen(server);
        const webhooks = new Webhooks(client, server);
        const url = `https://${LOOPBACK}:${String(port)}`;
        await webhooks.register(DEFAULTER, url + MUTATE, authority);
        await webhooks.register(VALIDATOR, url + VALIDATE, authority);
        return webhooks;
    }

    /** Takes the registrations away before the server, so that no write ever waits for it. */
    async stop(): Promise<void> {
        try {
            await this.client.delete(DEFAULTER, { propagationPolicy: "Background" });
            await this.client.delete(VALIDATOR, { propagationPolicy: "Background" });
        } finally {
            this.server.closeAllConnections();
            this.server.close();
        }
    }

    private async register(ref: Ref, url: string, authority: string): Promise<void> {
        const object = configuration(ref, url, authority);
        await this.client.apply(ref, object, { fieldManager: MANAGER, force: true });
    }
}
