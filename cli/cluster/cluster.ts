// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { apiServer } from "kubesphere-network/components/cluster/kubeconfig";
import { pages, pathOf, reader } from "kubesphere-network/components/cluster/reader";
import { type Send, sender } from "kubesphere-network/components/cluster/request";
import type { Kind } from "kubesphere-network/lib/kinds";
import { BadInput } from "../inputs/bad-input";
import { clause } from "../text/words";

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

/** A cluster that can be read. All reads reject with CannotRead where it refuses or does not answer. */
export interface LiveCluster {
    /** Name of the kubeconfig's context that leads to it. */
    readonly context: string;
    /** The objects of a kind in pages of at most 500, as the API server writes them; none if it does not serve the kind. */
    pages<T extends object>(kind: Kind, part?: Part): AsyncGenerator<T[], void>;
    /** All of them at once, for kinds of which there are few. */
    list<T extends object>(kind: Kind, part?: Part): Promise<T[]>;
    /** One object; undefined if there is none. */
    get<T extends object>(kind: Kind, name: string, namespace?: string): Promise<T | undefined>;
    /** Any other request, with the same credentials. */
    readonly send: Send;
}

/** Opens a cluster. Throws a BadInput where nothing says which one that is. */
export async function liveCluster({ kubeconfig, context }: LiveOptions): Promise<LiveCluster> {
    if (kubeconfig !== undefined && !existsSync(kubeconfig)) {
        throw new BadInput([`${kubeconfig}: there is no such kubeconfig.`]);
    }
    try {
        const server = await apiServer({ kubeconfig, context });
        return clusterAt(server.context, sender(server));
    } catch (error) {
        throw error instanceof CannotRead ? new BadInput([sentence(error.message)]) : error;
    }
}

/** The cluster that requests are sent to. */
export function clusterAt(context: string, send: Send): LiveCluster {
    const read = reader(send);
    const inPages = <T extends object>(kind: Kind, part?: Part): AsyncGenerator<T[], void> =>
        pages<T>(read, pathOf(kind, part), part?.labelSelector);
    return {
        context,
        pages: inPages,
        list: async <T extends object>(kind: Kind, part?: Part) => {
            const found: T[] = [];
            for await (const page of inPages<T>(kind, part)) {
                found.push(...page);
            }
            return found;
        },
        get: <T extends object>(kind: Kind, name: string, namespace?: string) =>
            read<T>(pathOf(kind, { name, namespace })),
        send,
    };
}

/** Why a kind cannot be read, in words; the error itself if it is of another sort. */
export function cannotRead({ kind, apiVersion }: Kind, error: unknown): unknown {
    return error instanceof CannotRead
        ? new BadInput([`${kind} (${apiVersion}) of the cluster cannot be read: ${clause(error.message)}.`])
        : error;
}

function sentence(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
