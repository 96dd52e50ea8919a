// SPDX-License-Identifier: Apache-2.0
import { createDisplay, run, type RunOptions, type StackOperation } from "kubesphere-network-sandbox";
import type { Engine, EngineOptions } from "./engine";

/** The sandbox's own engine, as `ksnet sandbox` runs it. */
export class SandboxEngine implements Engine {
    constructor(private readonly options: EngineOptions) {}

    public command(operation: string): string {
        return `ksnet sandbox ${operation}`;
    }

    public preview(options: { diff?: boolean; refresh?: boolean } = {}): Promise<boolean> {
        return this.perform("preview", { refresh: options.refresh ?? false }, options.diff);
    }

    public up(options: { refresh?: boolean } = {}): Promise<boolean> {
        return this.perform("up", { refresh: options.refresh ?? false });
    }

    public destroy(): Promise<boolean> {
        return this.perform("destroy", {});
    }

    private async perform(operation: StackOperation, extra: Partial<RunOptions>, diff = false): Promise<boolean> {
        const { folder: cwd, stack, env, stateFolder } = this.options;
        const display = createDisplay({ kind: diff ? "diff" : "progress", operation, stack });
        const result = await run(operation, {
            cwd,
            stack,
            env,
            stateFolder,
            ...extra,
            onEvent: (event, resources) => {
                display.event(event, resources);
            },
        });
        display.close(result);
        return result.result === "succeeded";
    }
}
