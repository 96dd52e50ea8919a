// SPDX-License-Identifier: Apache-2.0
import { serve } from "../monitor/server";
import { engineHandlers } from "../monitor/engine-service";
import type { Events } from "../events";
import type { Project } from "../project/project";
import type { StackConfig } from "../project/stack-config";
import type { RunOptions } from "../run";
import type { Properties } from "../values";
import { NO_POLICIES, type PolicyChecks } from "./checks";
import { PackChecks } from "./packs";
import { type PolicyPackRunner, startPolicyPack } from "./runner";

/** The policy packs of a run, some of them perhaps still starting. */
export interface OpenPacks {
    readonly checks: PolicyChecks;
    /** Name to version of the packs that have started, for the summary. */
    versions(): Record<string, string>;
    close(): Promise<void>;
}

interface PackRun {
    readonly project: Project;
    readonly config: StackConfig;
    readonly preview: boolean;
    readonly events: Events;
    /** Inputs of a provider by its URN. */
    readonly providerInputs: (urn: string) => Properties;
}

const NO_PACKS: OpenPacks = { checks: NO_POLICIES, versions: () => ({}), close: () => Promise.resolve() };

/** Starts every pack at once, beside the program: their start-up is what a run with policies waits for. */
export async function openPacks(options: RunOptions, run: PackRun): Promise<OpenPacks> {
    const folders = options.policyPacks ?? [];
    if (folders.length === 0) {
        return NO_PACKS;
    }
    run.events.emit({ policyLoadEvent: {} });
    const engine = await serve(
        {},
        engineHandlers(run.events, () => undefined),
    );
    const started: PolicyPackRunner[] = [];
    const packs = folders.map(async (folder, at) => {
        const packConfig = options.policyPackConfigs?.[at];
        const pack = await startPolicyPack(folder, {
            project: run.project.name,
            stack: options.stack,
            dryRun: run.preview,
            config: run.config.config,
            configSecretKeys: run.config.secretKeys,
            engineAddress: engine.address,
            onOutput: (line) => {
                run.events.diagnostic("info", line);
            },
            ...(packConfig === undefined ? {} : { packConfig }),
        });
        started.push(pack);
        return pack;
    });
    const all = Promise.all(packs);
    // Whoever needs the packs hears of a failure; until then it is not an unhandled one.
    all.catch(() => undefined);
    return {
        checks: new PackChecks(all, run.events, run.preview, run.providerInputs),
        versions: () => Object.fromEntries(started.map(({ eventName, version }) => [eventName, version])),
        close: async () => {
            await Promise.allSettled(packs);
            await Promise.all(started.map((pack) => pack.close()));
            engine.close();
        },
    };
}
