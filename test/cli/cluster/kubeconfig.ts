// SPDX-License-Identifier: Apache-2.0
import { readFile } from "node:fs/promises";
import { dump, load } from "js-yaml";

interface Config {
    readonly clusters: readonly { readonly cluster: object }[];
    readonly users: readonly { readonly user: object }[];
}

/** One kubeconfig for several API servers, given as paths of kubeconfigs by the names of their contexts; the first is current. */
export async function joinedKubeconfig(paths: Readonly<Record<string, string>>): Promise<string> {
    const read = Object.entries(paths).map(async ([name, path]) => {
        const { clusters, users } = load(await readFile(path, "utf8")) as Config;
        return { name, cluster: clusters[0]!.cluster, user: users[0]!.user };
    });
    const all = await Promise.all(read);
    return dump({
        ...{ apiVersion: "v1", kind: "Config", "current-context": Object.keys(paths)[0] },
        clusters: all.map(({ name, cluster }) => ({ name, cluster })),
        users: all.map(({ name, user }) => ({ name, user })),
        contexts: all.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    });
}
