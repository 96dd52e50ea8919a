// SPDX-License-Identifier: Apache-2.0

/** Who carries out the example's program: the sandbox's engine or the Pulumi CLI. */
export interface Engine {
    /** What a person would type, e.g. "pulumi preview --diff". */
    command(operation: string): string;
    /** Shows what would change. False if the preview failed. */
    preview(options?: { diff?: boolean; refresh?: boolean }): Promise<boolean>;
    /** What a person would type to have the preview as JSON, with everything that stays as it is. */
    readonly jsonCommand: string;
    /** The preview as JSON. */
    previewJson(): Promise<string>;
    up(options?: { refresh?: boolean }): Promise<boolean>;
    destroy(): Promise<boolean>;
}

/** What an engine works with. */
export interface EngineOptions {
    /** Folder of Pulumi.yaml. */
    readonly folder: string;
    readonly stack: string;
    /** Folder that keeps the state, and goes with the demo. */
    readonly stateFolder: string;
    readonly env: NodeJS.ProcessEnv;
}
