// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { ControlPlaneError } from "./error";

const PROJECT = "kubesphere-network";

// The XDG specification tells us to ignore relative paths.
function base(variable: string, fallback: string): string {
    const value = process.env[variable];
    return value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback);
}

/** Where built binaries are kept: $XDG_CACHE_HOME or ~/.cache. */
export function cacheFolder(): string {
    return join(base("XDG_CACHE_HOME", ".cache"), PROJECT, "control-plane");
}

/** Where sandboxes keep their data: $XDG_STATE_HOME or ~/.local/state. */
export function sandboxesFolder(): string {
    return join(base("XDG_STATE_HOME", join(".local", "state")), PROJECT, "sandboxes");
}

/** The data folder of one sandbox. Throws if the name cannot be a folder's. */
export function dataFolderOf(root: string, name: string): string {
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
        throw new ControlPlaneError(
            `'name' (${name}) must be 1 to 63 small letters, digits and dashes. Use a name such as "default".`,
        );
    }
    return join(root, name);
}
