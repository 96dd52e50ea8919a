// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import type { Clocks } from "kubesphere-network/lib/doctor/facts";
import { grouped } from "kubesphere-network/lib/grouped";
import type { Kind } from "kubesphere-network/lib/kinds";
import type { LiveCluster } from "../cluster/cluster";
import { BadInput } from "../inputs/bad-input";
import { clause } from "../text/words";

/** The time of the API server, and that here in the middle of the request. Throws a BadInput if nobody answers. */
export async function clocksOf(cluster: LiveCluster, name: string): Promise<Clocks> {
    const before = Date.now();
    try {
        const { date } = await cluster.send({ method: "GET", path: "/version" });
        const local = (before + Date.now()) / 2;
        return { local, server: date === undefined ? local : Date.parse(date) };
    } catch (error) {
        throw error instanceof CannotRead
            ? new BadInput([`The cluster "${name}" cannot be read: ${clause(error.message)}.`])
            : error;
    }
}

/** Those of the kinds that the cluster does not know. One whose group does not answer is taken to be known. */
export async function absentKinds(cluster: LiveCluster, kinds: readonly Kind[]): Promise<ReadonlySet<Kind>> {
    const absent = new Set<Kind>();
    for (const [apiVersion, some] of grouped(kinds, (kind) => kind.apiVersion)) {
        const { status, body } = await cluster.send({ method: "GET", path: `/apis/${apiVersion}` });
        const known = status === 200 ? namesIn(body) : [];
        for (const kind of some) {
            if ((status === 200 || status === 404) && !known.includes(kind.plural)) {
                absent.add(kind);
            }
        }
    }
    return absent;
}

function namesIn(body: string): string[] {
    const { resources = [] } = JSON.parse(body) as { resources?: readonly { readonly name: string }[] };
    return resources.map(({ name }) => name);
}
