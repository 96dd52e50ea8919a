// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from "node:events";
import type { Context } from "./deployment/context";
import type { Events } from "./events";
import type { ResourceState } from "./model";
import { Callbacks } from "./monitor/callbacks";
import { Hooks } from "./monitor/hooks";
import { openPacks } from "./policy/open-packs";
import { loadProject, type Project } from "./project/project";
import { loadStackConfig, type StackConfig } from "./project/stack-config";
import { Providers } from "./providers";
import type { RunOptions } from "./run";
import { defaultStateFolder, openState, type StateStore } from "./state/store";
import { NO_STATE } from "./state/writer";

/** How many steps run at once, unless the user says otherwise. */
const DEFAULT_PARALLEL = 32;

/** A run with all that it needs open, until close(). */
export interface OpenRun {
    readonly context: Context;
    readonly callbacks: Callbacks;
    readonly project: Project;
    readonly config: StackConfig;
    readonly store: StateStore;
    readonly parallel: number;
    /** Versions of the policy packs, for the summary. Known once they have been asked. */
    policyPacks(): Record<string, string>;
    close(): Promise<void>;
}

/** Opens project, configuration, state, policy packs and providers of a run. */
export async function openRun(options: RunOptions, run: { events: Events; preview: boolean }): Promise<OpenRun> {
    const { events, preview } = run;
    // Takes half a second, which the program's own start hides. Whoever uses it hears of an error.
    import("@kubernetes/client-node").catch(() => undefined);
    const env = options.env ?? process.env;
    const project = loadProject(options.cwd ?? process.cwd());
    const config = loadStackConfig(project, options.stack, env);
    const folder = options.stateFolder ?? defaultStateFolder(project.root, project.name, options.stack);
    const store = await openState({ folder, env, readOnly: preview, salt: config.encryptionSalt });
    const callbacks = new Callbacks();
    const parallel = options.parallel ?? DEFAULT_PARALLEL;
    const { default: pLimit } = await import("p-limit");
    const limit = pLimit(parallel);
    const place = { stack: options.stack, project: project.name, root: project.root };
    const news = new Map<string, ResourceState>();
    const olds = new Map(store.resources.filter((state) => !state.delete).map((state) => [state.urn, state]));
    const packs = await openPacks(options, {
        project,
        config,
        preview,
        events,
        providerInputs: (urn) => news.get(urn)?.inputs ?? {},
    });
    const stopping = new AbortController();
    const stop = (): void => {
        stopping.abort();
    };
    options.signal?.addEventListener("abort", stop);
    if (options.signal?.aborted) {
        stop();
    }
    const cancelled = options.cancel ?? new AbortController().signal;
    // Every request listens.
    setMaxListeners(0, cancelled);
    const context: Context = {
        place,
        preview,
        events,
        hooks: new Hooks(callbacks, preview, (urn, message) => {
            events.diagnostic("warning", message, urn);
        }),
        providers: new Providers(place, config.config, env),
        policies: packs.checks,
        state: preview ? NO_STATE : store,
        limit: (task) => limit(task),
        stopping,
        cancelled,
        claimed: new Set(),
        news,
        olds,
        renamed: new Map(),
        components: new Map(),
        replaced: store.resources.filter((state) => state.delete === true),
    };
    for (const note of [...project.warnings, ...config.warnings, ...store.notes]) {
        events.diagnostic("warning", note);
    }
    return {
        context,
        callbacks,
        project,
        config,
        store,
        parallel,
        policyPacks: () => packs.versions(),
        close: async () => {
            options.signal?.removeEventListener("abort", stop);
            await packs.close();
            await context.providers.close();
            callbacks.close();
            try {
                await (preview ? undefined : store.compact());
            } finally {
                await store.close();
            }
        },
    };
}
