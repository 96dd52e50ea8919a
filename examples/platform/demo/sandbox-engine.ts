// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { createDisplay, run, type RunOptions, type StackOperation } from "kubesphere-network-sandbox";
import type { Engine, EngineOptions } from "./engine";

/** How a run is shown, and where. */
type View = Pick<Parameters<typeof createDisplay>[0], "kind" | "stream">;

/** The sandbox's own engine, as `ksnet sandbox` runs it. */
export class SandboxEngine implements Engine {
    constructor(private readonly options: EngineOptions) {}

    public command(operation: string): string {
        return `ksnet sandbox ${operation}`;
    }

    public preview(options: { diff?: boolean; refresh?: boolean } = {}): Promise<boolean> {
        return this.perform(
            "preview",
            { refresh: options.refresh ?? false },
            { kind: options.diff === true ? "diff" : "progress" },
        );
    }

    public up(options: { refresh?: boolean } = {}): Promise<boolean> {
        return this.perform("up", { refresh: options.refresh ?? false });
    }

    public destroy(): Promise<boolean> {
        return this.perform("destroy", {});
    }

    public readonly jsonCommand = "ksnet sandbox preview --json";

    public async previewJson(): Promise<string> {
        const stream = new PassThrough();
        const [json] = await Promise.all([text(stream), this.perform("preview", {}, { kind: "json", stream })]);
        return json;
    }

    private async perform(
        operation: StackOperation,
        extra: Partial<RunOptions>,
        view: View = { kind: "progress" },
    ): Promise<boolean> {
        const { folder: cwd, stack, env, stateFolder } = this.options;
        const display = createDisplay({ ...view, operation, stack });
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
        view.stream?.end();
        return result.result === "succeeded";
    }
}
