// SPDX-License-Identifier: Apache-2.0
import { type LiveCluster, liveCluster } from "../../../../cli/cluster/cluster";
import type { LiveObject } from "../../../../lib/adoption/adoption";
import {
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    WORKSPACE,
} from "../../../../lib/kinds";
import { at } from "../../../../lib/tree";
import { pathOf } from "../../../../components/cluster/reader";
import { until } from "../../../support/until";
import type { Applied } from "../../cluster/objects";
import type { Written } from "./clusters";

const KINDS: readonly Kind[] = [INSTALL_PLAN, NAMESPACE_NETWORK_POLICY, IP_POOL, WORKSPACE, NAMESPACE];

/** A cluster that somebody writes to who knows nothing of stacks. */
export class ForeignWorld {
    private constructor(private readonly cluster: LiveCluster) {}

    static async open(kubeconfig: string): Promise<ForeignWorld> {
        return new ForeignWorld(await liveCluster({ kubeconfig }));
    }

    async write({ object, manager, manner }: Written): Promise<void> {
        const kind = kindOf(object);
        const { name, namespace, ...own } = object.metadata;
        const path = pathOf(kind, { name, namespace });
        if (manner === "apply") {
            const query = `fieldManager=${manager}&force=true`;
            await this.send("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
            return;
        }
        const bare = { ...object, metadata: { name, namespace } };
        const exists = kind === NAMESPACE && (await this.cluster.get(kind, name)) !== undefined;
        const whole = manner === "update" && !exists ? object : bare;
        if (!exists) {
            await this.send("POST", `${pathOf(kind, { namespace })}?fieldManager=${manager}`, whole);
        }
        if (whole === bare) {
            const parts = Object.entries(own).map(([section, entries]) => ({ [section]: entries }));
            for (const [index, metadata] of parts.entries()) {
                const each = manner === "piecewise" ? `${manager}-${index}` : manager;
                const patch = "application/merge-patch+json";
                await this.send("PATCH", `${path}?fieldManager=${each}`, { metadata }, patch);
            }
        }
    }

    /** Everything that an adoption may touch, by kind and name. */
    async read(): Promise<Map<string, LiveObject>> {
        const found = new Map<string, LiveObject>();
        for (const kind of KINDS) {
            for (const item of await this.cluster.list<LiveObject>(kind)) {
                const { name = "", namespace } = item.metadata ?? {};
                const id = namespace === undefined ? name : `${namespace}/${name}`;
                found.set(`${kind.kind} ${id}`, { ...item, apiVersion: kind.apiVersion, kind: kind.kind });
            }
        }
        return found;
    }

    /** Removes all that was written; namespaces stay, since nobody finishes their deletion here, but lose what they have. */
    async clear(): Promise<void> {
        for (const { apiVersion, kind: name, metadata } of (await this.read()).values()) {
            const kind = KINDS.find((each) => each.kind === name && each.apiVersion === apiVersion)!;
            const path = pathOf(kind, { name: metadata?.name ?? "", namespace: metadata?.namespace });
            if (kind !== NAMESPACE) {
                await this.send("DELETE", path);
                continue;
            }
            const empty = Object.keys({ ...metadata?.labels, ...metadata?.annotations }).map((key) => [key, null]);
            const entries = Object.fromEntries(
                empty.filter(([key]) => key !== "kubernetes.io/metadata.name"),
            ) as object;
            const patch = { metadata: { labels: entries, annotations: entries } };
            await this.send("PATCH", `${path}?fieldManager=cleaner`, patch, "application/merge-patch+json");
            // The API server no longer keeps who writes an object of which nobody has anything.
            const held = { apiVersion, kind: name, metadata: { labels: { "example.com/kept": "" } } };
            await this.send("PATCH", `${path}?fieldManager=cleaner`, held, "application/apply-patch+yaml");
        }
        await until("everything that was deleted to be gone", async () =>
            [...(await this.read()).values()].every(({ kind }) => kind === NAMESPACE.kind),
        );
    }

    /** Waits until controllers have done with what was written. */
    async settled(): Promise<Map<string, LiveObject>> {
        await until("the simulated KubeSphere to install what was written", async () =>
            (await this.cluster.list<LiveObject>(INSTALL_PLAN)).every(
                ({ status }) =>
                    at(status, "state") === "Installed" &&
                    at(status, "clusterSchedulingStatuses", "host", "state") === "Installed",
            ),
        );
        return this.read();
    }

    private async send(
        method: "POST" | "PATCH" | "DELETE",
        path: string,
        body?: object,
        contentType?: string,
    ): Promise<void> {
        const request = {
            method,
            path,
            ...(body && { body: JSON.stringify(body) }),
            ...(contentType && { contentType }),
        };
        const answer = await this.cluster.send(request);
        if (answer.status > 299) {
            throw new Error(`${method} ${path}: ${answer.body}`);
        }
    }
}

function kindOf({ kind, apiVersion }: Applied): Kind {
    return KINDS.find((each) => each.kind === kind && each.apiVersion === apiVersion)!;
}
