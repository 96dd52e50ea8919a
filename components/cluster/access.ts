// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../../lib/kinds";
import { perProvider } from "../per-program";
import { CannotRead } from "./cannot-read";
import { connection } from "./connection";
import { apiServer, type ApiServer } from "./kubeconfig";
import { pages, pathOf, reader } from "./reader";
import { sender } from "./request";

export { CannotRead };

/** Which objects of a kind are listed; all of them by default. */
export interface ListOptions {
    /** Namespace that they are in. */
    readonly namespace?: string;
    /** Labels that they have, e.g. "kubernetes.io/service-name=api". */
    readonly labelSelector?: string;
}

/** Reads of the cluster that a Kubernetes provider writes to. All reject with CannotRead where it does not answer. */
export interface ClusterAccess {
    /** The object, or undefined if there is none. */
    get<T extends object>(kind: Kind, name: string, namespace?: string): Promise<T | undefined>;
    /** The objects of the kind, of all namespaces unless one is given; none if the cluster does not know the kind. */
    list<T extends object>(kind: Kind, options?: ListOptions): Promise<T[]>;
    /** Whether the cluster knows the kind. */
    serves(kind: Kind): Promise<boolean>;
    /** Version of the API server, such as "v1.36.3". */
    version(): Promise<string>;
}

/**
 * Access to the cluster of a provider; without one, to that of Pulumi's default Kubernetes provider. Opened once for
 * each provider of a program. Rejects with CannotRead where nothing says which cluster that is.
 */
export const clusterAccess = perProvider((provider) => connection(provider).then(apiServer).then(access));

function access(server: ApiServer): ClusterAccess {
    const read = reader(sender(server));
    return {
        get: <T extends object>(kind: Kind, name: string, namespace?: string) =>
            read<T>(pathOf(kind, { name, namespace })),
        list: async <T extends object>(kind: Kind, options?: ListOptions) => {
            const items: T[] = [];
            for await (const page of pages<T>(read, pathOf(kind, options), options?.labelSelector)) {
                items.push(...page);
            }
            return items;
        },
        serves: async (kind) => (await read(`${pathOf(kind)}?limit=1`)) !== undefined,
        version: async () => (await read<{ gitVersion: string }>("/version"))?.gitVersion ?? "",
    };
}
