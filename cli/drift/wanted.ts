// SPDX-License-Identifier: Apache-2.0
import type { NotCompared } from "kubesphere-network/lib/drift/drift";
import type { Wanted } from "kubesphere-network/lib/drift/wanted";
import { exportState } from "kubesphere-network-sandbox";
import type { LiveOptions } from "../cluster/cluster";
import { contextsOf } from "../cluster/contexts";
import { BadInput } from "../inputs/bad-input";
import { parseJson } from "../inputs/parse";
import { resourcesOf, type ResourceState } from "../inputs/pulumi/state";
import { readFiles } from "../inputs/read";
import type { LiveKinds } from "./live";
import { readPlatformFile, wantedByFile } from "./platform";
import { wantedByState } from "./state";

/** What to compare with the clusters, and which clusters these are. */
export interface DriftOptions extends LiveOptions {
    /** File with what `pulumi stack export` prints; "-" is standard input. */
    readonly state?: string;
    /** A network.yaml. */
    readonly file?: string;
    /** Folder of a program whose stack the sandbox's engine keeps. */
    readonly project?: string;
    /** Name of that stack. */
    readonly stack?: string;
    /** Contexts of a state's clusters, as "PROVIDER=CONTEXT". */
    readonly cluster?: readonly string[];
    /** Contexts of the members of a network.yaml, as "NAME=CONTEXT". */
    readonly member?: readonly string[];
}

/** What is wanted on one cluster. */
export interface ClusterWanted {
    /** What tells the cluster from others; undefined where there is one. */
    readonly name?: string;
    /** Context of the kubeconfig; undefined for the one that is asked for, or the current one. */
    readonly context?: string;
    readonly wanted: (live: LiveKinds) => Promise<readonly Wanted[]>;
}

/** What is wanted, cluster by cluster. Throws a BadInput if that cannot be read, or is not asked right. */
export async function readWanted(
    options: DriftOptions,
): Promise<{ readonly clusters: readonly ClusterWanted[]; readonly notCompared: readonly NotCompared[] }> {
    const { state, file, project, stack = "dev", cluster, member } = options;
    if ([state, file, project].filter((each) => each !== undefined).length !== 1) {
        throw new BadInput([
            'Say what is wanted: the file of an exported stack ("-" is standard input), --file network.yaml, or --project DIR.',
        ]);
    }
    if (file !== undefined) {
        return ofFile(file, contextsOf("--member", member), options);
    }
    const resources = project === undefined ? await readState(state ?? "") : await readProject(project, stack);
    return { clusters: ofState(wantedByState(resources), contextsOf("--cluster", cluster), options), notCompared: [] };
}

async function ofFile(path: string, contexts: ReadonlyMap<string, string>, { context }: LiveOptions) {
    const platform = await readPlatformFile(path);
    const members = Object.keys(platform.members ?? {});
    assertKnown("--member", contexts, members);
    const left = members.filter((name) => !contexts.has(name));
    const several = members.length > 0;
    const host: ClusterWanted = {
        ...(several && { name: "host" }),
        ...(context !== undefined && { context }),
        wanted: (live) => wantedByFile(platform, live),
    };
    const others = [...contexts].map(([name, where]) => ({
        name,
        context: where,
        wanted: (live: LiveKinds) => wantedByFile(platform, live, name),
    }));
    const notCompared = left.map((name) => ({
        cluster: name,
        what: `The member ${name}`,
        why: `Nothing says how to reach it: add --member ${name}=CONTEXT.`,
    }));
    return { clusters: [host, ...others], notCompared };
}

function ofState(
    wanted: ReadonlyMap<string, readonly Wanted[]>,
    contexts: ReadonlyMap<string, string>,
    { context }: LiveOptions,
): ClusterWanted[] {
    const names = [...wanted.keys()];
    assertKnown("--cluster", contexts, names);
    const left = names.length > 1 ? names.filter((name) => !contexts.has(name)) : [];
    if (left.length > 0) {
        throw new BadInput([
            `The stack has objects on several clusters. Say which context each is: ${left.map((name) => `--cluster ${name}=CONTEXT`).join(" ")}.`,
        ]);
    }
    return [...wanted].map(([name, all]) => {
        const where = contexts.get(name) ?? context;
        return {
            ...(names.length > 1 && { name }),
            ...(where !== undefined && { context: where }),
            wanted: () => Promise.resolve(all),
        };
    });
}

async function readState(path: string): Promise<readonly ResourceState[]> {
    const [resources] = await readFiles([path], (content, file) => {
        const found = resourcesOf(parseJson(content));
        if (found === undefined) {
            throw new BadInput([`${file.path}: this is not what pulumi stack export prints.`]);
        }
        return found;
    });
    return resources ?? [];
}

/** Its secrets are compared, and shown nowhere. */
async function readProject(cwd: string, stack: string): Promise<readonly ResourceState[]> {
    const { deployment } = await exportState({ cwd, stack, showSecrets: true });
    return resourcesOf(deployment) ?? [];
}

function assertKnown(option: string, contexts: ReadonlyMap<string, string>, names: readonly string[]): void {
    const unknown = [...contexts.keys()].filter((name) => !names.includes(name));
    if (unknown.length > 0) {
        const known = names.length === 0 ? "There is none" : `There are: ${names.join(", ")}`;
        throw new BadInput(
            unknown.map((name) => `${option} ${name}: nothing is wanted on a cluster of that name. ${known}.`),
        );
    }
}
