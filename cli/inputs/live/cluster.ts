// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { apiServer } from "kubesphere-network/components/cluster/kubeconfig";
import { pages, pathOf, reader } from "kubesphere-network/components/cluster/reader";
import type { Kind } from "kubesphere-network/lib/kinds";
import { BadInput } from "../bad-input";

/** Which cluster to read. What is left out comes from the kubeconfig, as for kubectl. */
export interface LiveOptions {
    readonly kubeconfig?: string;
    readonly context?: string;
}

/** Which objects of a kind are read; all of them by default. */
export interface Part {
    readonly namespace?: string;
    readonly labelSelector?: string;
}

/** A cluster that can be read. */
export interface LiveCluster {
    /** Name of the kubeconfig's context that leads to it. */
    readonly context: string;
    /** The objects of a kind in pages of at most 500, as the API server writes them; none if it does not serve the kind. */
    pages(kind: Kind, part?: Part): AsyncGenerator<object[], void>;
}

/** Opens a cluster. Throws a BadInput where nothing says which one that is. */
export async function liveCluster({ kubeconfig, context }: LiveOptions): Promise<LiveCluster> {
    if (kubeconfig !== undefined && !existsSync(kubeconfig)) {
        throw new BadInput([`${kubeconfig}: there is no such kubeconfig.`]);
    }
    try {
        const server = await apiServer({ kubeconfig, context });
        const read = reader(server);
        return {
            context: server.context,
            pages: (kind, part) => pages(read, pathOf(kind, part), part?.labelSelector),
        };
    } catch (error) {
        throw error instanceof CannotRead ? new BadInput([sentence(error.message)]) : error;
    }
}

/** Why a kind cannot be read, in words; the error itself if it is of another sort. */
export function cannotRead({ kind, apiVersion }: Kind, error: unknown): unknown {
    return error instanceof CannotRead
        ? new BadInput([`${kind} (${apiVersion}) of the cluster cannot be read: ${error.message.replace(/\.$/, "")}.`])
        : error;
}

function sentence(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
