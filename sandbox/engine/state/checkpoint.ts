// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../values";
import type { StoredOperation, StoredResource } from "./encoding";

/** The state of a stack as `pulumi stack export` prints it and `pulumi stack import` reads it. */
export interface Checkpoint {
    version: number;
    /** What of version 4 it uses. */
    features?: string[];
    deployment: Deployment;
}

export interface Deployment {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: { type: string; state?: { salt?: string } };
    resources?: StoredResource[];
    pending_operations?: StoredOperation[];
    metadata: Record<string, unknown>;
}

/** Version 4 is version 3 with a list of features; of these only hooks mean something to this engine. */
const HOOKS = "hooks";

/** The checkpoint of resources in order. Pulumi marks one that names resource hooks as version 4. */
export function checkpointOf(parts: {
    resources: StoredResource[];
    operations: StoredOperation[];
    salt: string | undefined;
    time: string;
}): Checkpoint {
    const { resources, operations, salt, time } = parts;
    const all = [...resources, ...operations.map(({ resource }) => resource)];
    const hooks = all.some(({ resourceHooks }) => Object.keys(resourceHooks ?? {}).length > 0);
    return {
        version: hooks ? 4 : 3,
        ...(hooks ? { features: [HOOKS] } : {}),
        deployment: {
            manifest: { time, magic: "", version: "" },
            ...(salt === undefined ? {} : { secrets_providers: { type: "passphrase", state: { salt } } }),
            resources,
            ...(operations.length > 0 ? { pending_operations: operations } : {}),
            metadata: {},
        },
    };
}

/** Reads a checkpoint; throws a sentence that begins with the name given if it is none, or one that this engine cannot honour. */
export function parseCheckpoint(text: string, name: string): Checkpoint {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error) {
        throw new Error(`${name} is not JSON: ${(error as Error).message}.`, { cause: error });
    }
    const problem = checkpointProblem(value);
    if (problem !== undefined) {
        throw new Error(`${name} ${problem}`);
    }
    return value as Checkpoint;
}

function checkpointProblem(value: unknown): string | undefined {
    if (!isObject(value) || !isObject(value["deployment"])) {
        return "is not a deployment as `pulumi stack export` prints it: it has no 'deployment'.";
    }
    const { version, features } = value;
    if (version !== 3 && version !== 4) {
        return `has the version ${String(version)}; this engine reads 3 and 4. Export it with a current Pulumi CLI.`;
    }
    const unknown = (Array.isArray(features) ? features : []).filter((feature) => feature !== HOOKS);
    if (version === 4 && unknown.length > 0) {
        return `uses what this engine does not have: ${unknown.join(", ")}.`;
    }
    return deploymentProblem(value["deployment"]);
}

function deploymentProblem(deployment: Record<string, unknown>): string | undefined {
    const { secrets_providers: secrets, resources = [], pending_operations: operations = [] } = deployment;
    if (isObject(secrets) && secrets["type"] !== "passphrase") {
        return `has its secrets encrypted by ${JSON.stringify(secrets["type"])}; this engine knows 'passphrase' only. Run \`pulumi stack change-secrets-provider passphrase\`, or export with \`--show-secrets\`.`;
    }
    const known = new Set(["manifest", "secrets_providers", "resources", "pending_operations", "metadata"]);
    const foreign = Object.keys(deployment).filter((key) => !known.has(key));
    if (foreign.length > 0) {
        return `holds what this engine does not know: ${foreign.join(", ")}.`;
    }
    const operationResources = Array.isArray(operations)
        ? operations.map((item: unknown) => isObject(item) && item["resource"])
        : [null];
    const all = [...(Array.isArray(resources) ? (resources as unknown[]) : [null]), ...operationResources];
    const broken = all.findIndex(
        (item) => !isObject(item) || typeof item["urn"] !== "string" || typeof item["type"] !== "string",
    );
    return broken < 0 ? undefined : `has something at place ${broken} of its resources that has no 'urn' or no 'type'.`;
}
