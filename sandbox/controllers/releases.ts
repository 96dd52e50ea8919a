// SPDX-License-Identifier: Apache-2.0

import type { KubernetesClient, KubernetesObject, Ref } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { CLUSTER_LABEL, MANAGER, RELEASE_SECRET_TYPE, SECRET, SIMULATED } from "./names";
import type { ReleaseStatus, ReleaseView } from "./status";

/** Where a release lives. Without a cluster it is the host, else a member, whose releases are kept here as well. */
export interface Site {
    readonly namespace: string;
    readonly release: string;
    readonly cluster?: string;
}

/** One revision of a simulated Helm release, stored as Helm does in a Secret, only that its content is plain JSON. */
export interface Release extends ReleaseView {
    /** Job that made this revision. */
    readonly job: string;
}

const HISTORY_MAX = 2;

function refOf(site: Site, revision: number): Ref {
    const suffix = site.cluster === undefined ? "" : `.${site.cluster}`;
    return {
        kind: SECRET,
        namespace: site.namespace,
        name: `sh.helm.release.v1.${site.release}.v${String(revision)}${suffix}`,
    };
}

function decode(secret: KubernetesObject): Release {
    const { release = "" } = secret.data as { release?: string };
    const stored = JSON.parse(Buffer.from(release, "base64").toString()) as Omit<Release, "deployed"> & {
        deployed: string;
    };
    return { ...stored, deployed: new Date(stored.deployed) };
}

function encode(site: Site, release: Release): KubernetesObject {
    const { namespace, name } = refOf(site, release.revision);
    return {
        apiVersion: SECRET.apiVersion,
        kind: SECRET.kind,
        metadata: {
            name,
            ...(namespace === undefined ? {} : { namespace }),
            labels: {
                name: site.release,
                owner: "helm",
                status: release.status,
                version: String(release.revision),
                ...(site.cluster === undefined ? {} : { [CLUSTER_LABEL]: site.cluster }),
            },
            annotations: SIMULATED,
        },
        type: RELEASE_SECRET_TYPE,
        data: { release: Buffer.from(JSON.stringify(release)).toString("base64") },
    };
}

/** The releases of all clusters. */
export class Releases {
    constructor(private readonly client: KubernetesClient) {}

    /** All revisions, newest first. */
    async history(site: Site): Promise<Release[]> {
        const cluster = site.cluster === undefined ? `!${CLUSTER_LABEL}` : `${CLUSTER_LABEL}=${site.cluster}`;
        const { items } = await this.client.list(SECRET, {
            namespace: site.namespace,
            labelSelector: `owner=helm,name=${site.release},${cluster}`,
        });
        return items.map(decode).sort((left, right) => right.revision - left.revision);
    }

    async latest(site: Site): Promise<Release | undefined> {
        return (await this.history(site))[0];
    }

    /** Begins a revision of its own, unless the same Job has begun one before it was interrupted. */
    async begin(site: Site, job: string, version: string, deployed: Date): Promise<Release> {
        const latest = await this.latest(site);
        if (latest?.job === job && latest.status.startsWith("pending-")) {
            return latest;
        }
        const release: Release = {
            name: site.release,
            revision: (latest?.revision ?? 0) + 1,
            status: latest === undefined ? "pending-install" : "pending-upgrade",
            version,
            description: latest === undefined ? "Initial install underway" : "Preparing upgrade",
            deployed,
            job,
        };
        await this.client.create(SECRET, encode(site, release), { fieldManager: MANAGER });
        return release;
    }

    /** Ends a revision: deployed, or failed with a description. A deployed one supersedes those before it. */
    async finish(site: Site, release: Release, status: ReleaseStatus, description: string): Promise<void> {
        if (status === "deployed") {
            for (const old of await this.history(site)) {
                await this.supersede(site, old, release);
            }
        }
        await this.write(site, { ...release, status, description });
    }

    /** Removes the release as if it had never been. */
    async uninstall(site: Site): Promise<void> {
        for (const { revision } of await this.history(site)) {
            await this.client.delete(refOf(site, revision), { propagationPolicy: "Background" });
        }
    }

    private async supersede(site: Site, old: Release, by: Release): Promise<void> {
        if (old.revision <= by.revision - HISTORY_MAX) {
            await this.client.delete(refOf(site, old.revision), { propagationPolicy: "Background" });
        } else if (old.revision < by.revision && old.status === "deployed") {
            await this.write(site, { ...old, status: "superseded" });
        }
    }

    private async write(site: Site, release: Release): Promise<void> {
        try {
            await this.client.replace(refOf(site, release.revision), encode(site, release), { fieldManager: MANAGER });
        } catch (error) {
            // Whoever deletes the namespace meanwhile takes the release with it.
            if (!hasReason(error, "NotFound")) {
                throw error;
            }
        }
    }
}
