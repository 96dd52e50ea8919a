// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PassphraseSource } from "./passphrase";

/** File beside a state that holds the passphrase the sandbox made for it. */
export const PASSPHRASE_FILE = "passphrase";

/** The passphrase of PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, in this order as in Pulumi; undefined if neither is set. */
export function passphraseFromEnvironment(env: NodeJS.ProcessEnv): string | undefined {
    const passphrase = env["PULUMI_CONFIG_PASSPHRASE"];
    if (passphrase !== undefined) {
        return passphrase;
    }
    const file = env["PULUMI_CONFIG_PASSPHRASE_FILE"];
    if (file === undefined || file === "") {
        return undefined;
    }
    try {
        return readFileSync(file, "utf8").trim();
    } catch (error) {
        throw new Error(`PULUMI_CONFIG_PASSPHRASE_FILE (${file}) cannot be read: ${(error as Error).message}.`, {
            cause: error,
        });
    }
}

/** For secrets that somebody else encrypted: only the user knows the passphrase. */
export function givenPassphrase(env: NodeJS.ProcessEnv, what: string): PassphraseSource {
    return () => {
        const passphrase = passphraseFromEnvironment(env);
        if (passphrase === undefined) {
            throw new Error(
                `${what} holds secrets: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds the passphrase.`,
            );
        }
        return passphrase;
    };
}

/** For the secrets of a state in a folder: the passphrase made for it before, else the environment's, else one made now for a state that has none yet. */
export function statePassphrase(env: NodeJS.ProcessEnv, folder: string, isNew: boolean): PassphraseSource {
    const path = join(folder, PASSPHRASE_FILE);
    return () => {
        const kept = readIfThere(path);
        if (kept !== undefined) {
            return kept;
        }
        return isNew && passphraseFromEnvironment(env) === undefined
            ? create(path)
            : givenPassphrase(env, `The state in ${folder}`)();
    };
}

function readIfThere(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8").trim();
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw new Error(`The passphrase of the state, ${path}, cannot be read: ${(error as Error).message}.`, {
            cause: error,
        });
    }
}

/** Complete and on disk before the first secret is encrypted with it: a lost passphrase is a lost state. */
function create(path: string): string {
    const passphrase = randomBytes(32).toString("base64url");
    const unfinished = `${path}.${process.pid}`;
    const file = openSync(unfinished, "w", 0o600);
    try {
        writeSync(file, `${passphrase}\n`);
        fsyncSync(file);
    } finally {
        closeSync(file);
    }
    linkSync(unfinished, path);
    rmSync(unfinished);
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
    return passphrase;
}
