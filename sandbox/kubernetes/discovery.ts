// SPDX-License-Identifier: Apache-2.0
import { KubernetesError } from "./error";
import type { Call, Transport } from "./transport";

/** One kind that the API server serves. */
export interface Kind {
    readonly apiVersion: string;
    readonly kind: string;
    /** Name in URLs, e.g. "ippools". */
    readonly plural: string;
    readonly namespaced: boolean;
}

interface Group {
    readonly kinds: ReadonlyMap<string, Kind>;
    readonly read: number;
}

/** How long a kind that was not there is believed to be missing, so that a thousand such resources ask once. */
const MISSING_MILLISECONDS = 1000;

/** Knows which kinds are served. A kind that is not known is looked for again: CRDs come and go. */
export class Discovery {
    private readonly groups = new Map<string, Promise<Group>>();

    constructor(private readonly transport: Transport) {}

    async find(apiVersion: string, kind: string, call: Call = {}): Promise<Kind | undefined> {
        const known = this.groups.get(apiVersion);
        const group = await (known ?? this.read(apiVersion, call));
        const found = group.kinds.get(kind);
        if (found ?? Date.now() - group.read < MISSING_MILLISECONDS) {
            return found;
        }
        // Another caller may have begun to read it again meanwhile.
        const current = this.groups.get(apiVersion);
        const fresh = await (current === known || current === undefined ? this.read(apiVersion, call) : current);
        return fresh.kinds.get(kind);
    }

    /** Forgets everything, after a CRD was written. */
    forget(): void {
        this.groups.clear();
    }

    private read(apiVersion: string, call: Call): Promise<Group> {
        const reading = this.fetch(apiVersion, call);
        this.groups.set(apiVersion, reading);
        reading.catch(() => {
            if (this.groups.get(apiVersion) === reading) {
                this.groups.delete(apiVersion);
            }
        });
        return reading;
    }

    private async fetch(apiVersion: string, call: Call): Promise<Group> {
        const resources = await this.resources(apiVersion, call);
        const kinds = resources
            .filter(({ name }) => !name.includes("/"))
            .map(({ name, kind, namespaced }) => [kind, { apiVersion, kind, plural: name, namespaced }] as const);
        return { kinds: new Map(kinds), read: Date.now() };
    }

    private async resources(
        apiVersion: string,
        call: Call,
    ): Promise<{ name: string; kind: string; namespaced: boolean }[]> {
        try {
            const body = await this.transport.send({ ...call, method: "GET", path: root(apiVersion) });
            return (body as { resources: { name: string; kind: string; namespaced: boolean }[] }).resources;
        } catch (error) {
            if (error instanceof KubernetesError && error.code === 404) {
                return [];
            }
            throw error;
        }
    }
}

/** Where the resources of a group version live. */
export function root(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
