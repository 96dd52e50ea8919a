// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** One resource as the engine would be asked for it. */
export interface Recorded {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
}

/** What only the request itself tells. */
export interface Request {
    readonly parent: string;
    readonly dependencies: string[];
    readonly provider: string;
    readonly beforeUpdate: string[];
    readonly beforeDelete: string[];
}

/** A program run with Pulumi's mocks. */
export interface Run<T> {
    readonly result: T;
    readonly resources: Recorded[];
    /** By logical name; of a component and its child of the same name the child's. */
    readonly requests: Map<string, Request>;
    /** Names of registered hooks, in order. */
    readonly hooks: string[];
}

export interface Options {
    readonly preview?: boolean;
    /** False is what users' own tests have: mocks that know no hooks. */
    readonly hooks?: boolean;
}

/** Runs the program, waits for every registration and tells what was registered. */
export function record<T>(program: () => T, options: Options = {}): Promise<Run<T>> {
    return withoutCluster(async () => {
        const run = await start(program, options);
        await pulumi.runtime.disconnect();
        return run;
    });
}

const { warn } = pulumi.log;

/** Looks at no cluster, whatever the machine has, and does not print that. A test that reads warnings has put its own there. */
async function withoutCluster<T>(run: () => Promise<T>): Promise<T> {
    const { KUBECONFIG } = process.env;
    process.env.KUBECONFIG = "/nonexistent/kubeconfig";
    if (pulumi.log.warn === warn) {
        Object.assign(pulumi.log, { warn: () => Promise.resolve() });
    }
    try {
        return await run();
    } finally {
        Object.assign(pulumi.log, { warn });
        process.env.KUBECONFIG = KUBECONFIG;
        if (KUBECONFIG === undefined) {
            delete process.env.KUBECONFIG;
        }
    }
}

async function start<T>(program: () => T, options: Options): Promise<Run<T>> {
    const resources: Recorded[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => {
                resources.push({ type, name, inputs: inputs as Record<string, unknown> });
                return { id: `${name}-id`, state: inputs as Record<string, unknown> };
            },
            call: ({ token }) => {
                throw new Error(`unexpected call of ${token}`);
            },
        },
        "project",
        "stack",
        options.preview ?? false,
    );
    const { requests, hooks } = watch(options.hooks ?? true);
    const result = program();
    return { result, resources, requests, hooks };
}

/**
 * Runs a program one of whose outputs must fail and tells with what error, and what was registered nevertheless. It does
 * not wait for every registration, since that of a resource with a failed input never ends.
 */
export function recordFailure(program: () => pulumi.Output<unknown>): Promise<{ error: Error; resources: Recorded[] }> {
    return withoutCluster(() => failureOf(program));
}

async function failureOf(program: () => pulumi.Output<unknown>): Promise<{ error: Error; resources: Recorded[] }> {
    const run = await start(program, {});
    const error = await valueOf(run.result).then(
        () => new Error("nothing failed"),
        (reason: unknown) => reason as Error,
    );
    for (let turn = 0; turn < 20; turn++) {
        await new Promise(setImmediate);
    }
    // Forgets what never ends, which the SDK would otherwise report as leaks and fail the process for.
    await start(() => undefined, {});
    return { error, resources: run.resources };
}

/** The same resources without components, which only group them. */
export function objects(run: { resources: Recorded[] }): Recorded[] {
    return run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
}

/** The value of an output; rejects with what went wrong on the way to it. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return (output as unknown as { promise(): Promise<T> }).promise();
}

/** An output that is never known in a preview. */
export function unknownOutput<T>(): pulumi.Output<T> {
    const never = Promise.resolve(pulumi.unknown);
    const isTrue = Promise.resolve(true);
    const isFalse = Promise.resolve(false);
    const Internal = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<T>;
    return new Internal(
        new Set(),
        never,
        isFalse,
        isFalse,
        isTrue.then(() => new Set()),
    );
}

interface Registration {
    getName(): string;
    getParent(): string;
    getDependenciesList(): string[];
    getProvider(): string;
    getOnDryRun(): boolean;
    getHooks(): { getBeforeUpdateList(): string[]; getBeforeDeleteList(): string[] } | undefined;
}

type Call = (request: Registration, callback: (...results: unknown[]) => void) => void;

function watch(withHooks: boolean): { requests: Map<string, Request>; hooks: string[] } {
    const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, Call>;
    const requests = new Map<string, Request>();
    const hooks: string[] = [];
    const register = monitor.registerResource!.bind(monitor);
    monitor.registerResource = (request, callback) => {
        const bound = request.getHooks();
        requests.set(request.getName(), {
            parent: request.getParent(),
            dependencies: request.getDependenciesList(),
            provider: request.getProvider(),
            beforeUpdate: bound?.getBeforeUpdateList() ?? [],
            beforeDelete: bound?.getBeforeDeleteList() ?? [],
        });
        register(request, callback);
    };
    if (withHooks) {
        monitor.registerResourceHook = (request, callback) => {
            hooks.push(`${request.getName()}${request.getOnDryRun() ? "" : " (not in previews)"}`);
            callback(null, {});
        };
    }
    return { requests, hooks };
}
