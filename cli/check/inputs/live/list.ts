// SPDX-License-Identifier: Apache-2.0
import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Kind } from "kubesphere-network/lib/kinds";
import { isMapping } from "kubesphere-network/lib/mapping";
import { BadInput, messageOf } from "../../bad-input";
import { parseJson } from "../parse";

/** Objects in one answer: ten thousand are never in memory as one text. */
const PAGE = 500;

/** Milliseconds after which a cluster that does not answer counts as unreachable. */
const ANSWER_WITHIN = 10_000;

/** Part of a list. The client spells "continue" otherwise in the lists that it knows. */
interface Page {
    readonly items: readonly object[];
    readonly metadata?: { readonly continue?: string; readonly _continue?: string };
}

/** All objects of a kind; none if the cluster does not serve it. */
export async function list(client: typeof k8s, config: k8s.KubeConfig, kind: Kind): Promise<object[]> {
    const readPage = pageReader(client, config, kind);
    const items: object[] = [];
    let next: string | undefined;
    try {
        do {
            const page = await readPage(next);
            items.push(...page.items);
            next = page.metadata?.continue ?? page.metadata?._continue;
        } while (next);
        return items;
    } catch (error) {
        if (error instanceof client.ApiException && error.code === 404) {
            return [];
        }
        throw new BadInput([`${kind.kind} (${kind.apiVersion}) of the cluster cannot be read: ${apiMessage(error)}`]);
    }
}

/** Kinds that the client knows it would convert, so they are asked for as custom ones; the core has no group to do so. */
function pageReader(client: typeof k8s, config: k8s.KubeConfig, kind: Kind): (next?: string) => Promise<Page> {
    const options = answeredInTime(client);
    const { apiVersion, plural } = kind;
    const [group = "", version = ""] = apiVersion.split("/");
    if (!apiVersion.includes("/")) {
        const core = config.makeApiClient(client.CoreV1Api);
        return (_continue) => core.listNamespace({ limit: PAGE, _continue }, options);
    }
    const custom = config.makeApiClient(client.CustomObjectsApi);
    return async (_continue) => {
        const where = { group, version, plural, limit: PAGE, _continue };
        return (await custom.listClusterCustomObject(where, options)) as Page;
    };
}

function answeredInTime(client: typeof k8s): k8s.ConfigurationOptions {
    const asIs = <T>(value: T): k8s.Observable<T> => new client.Observable(Promise.resolve(value));
    const pre = (request: k8s.RequestContext): k8s.Observable<k8s.RequestContext> => {
        request.setSignal(AbortSignal.timeout(ANSWER_WITHIN));
        return asIs(request);
    };
    return { middleware: [{ pre, post: asIs }] };
}

/** What the API server itself says of a refused request, or what kept it from saying anything. */
function apiMessage(error: unknown): string {
    const { name, body } = error as { name?: string; body?: unknown };
    if (name === "AbortError") {
        return `it did not answer within ${ANSWER_WITHIN / 1000} seconds.`;
    }
    const status: unknown = typeof body === "string" ? parseJson(body) : body;
    return isMapping(status) && typeof status.message === "string" ? status.message : messageOf(error);
}
