// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "../../mapping";
import { shown } from "../../problem";

/** Names from the values down to one of them. */
export type ValuePath = readonly string[];

/** What stands for a value that looks secret. */
export const HIDDEN = "(hidden)";

/** Names of values that may be secret. */
const SECRET = /password|passwd|passphrase|token|secret|credential|key$/i;

/** Names of mappings and lists that say where pods run: what is called a key there is that of a label. */
const SCHEDULING: readonly string[] = ["nodeSelector", "tolerations", "affinity", "topologySpreadConstraints"];

/** Names of values that are the name of a Secret, or of a label, and no secret themselves. */
const NAMES: readonly string[] = ["imagePullSecrets", "pullSecrets", "existingSecret", "secretName", "topologyKey"];

/** The user and the password that an address may have. */
const USER_INFO = /\/\/[^/@\s]+@/g;

/** A value as it may be printed: nothing that looks secret, and of a long text only that it is one. */
export function printed(path: ValuePath, value: unknown): string {
    return shown(harmless(path, value));
}

function harmless(path: ValuePath, value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => harmless(path, item));
    }
    if (isMapping(value)) {
        // As in the list of a container's variables: [{ name: DB_PASSWORD, value: ... }].
        const named = typeof value.name === "string" ? value.name : "";
        return Object.fromEntries(
            Object.entries(value).map(([key, part]) => [
                key,
                harmless([...path, ...(key === "value" ? [named] : []), key], part),
            ]),
        );
    }
    if (typeof value === "string" || typeof value === "number") {
        return isSecret(path) ? HIDDEN : typeof value === "string" ? shortened(value) : value;
    }
    return value;
}

function isSecret(path: ValuePath): boolean {
    return (
        !path.some((name) => SCHEDULING.includes(name)) &&
        path.some((name) => SECRET.test(name) && !NAMES.includes(name))
    );
}

/** Texts of several lines are files, which may have anything in them. */
function shortened(text: string): string {
    const lines = text.trimEnd().split("\n").length;
    return lines > 1 ? `(${lines} lines)` : text.replace(USER_INFO, `//${HIDDEN}@`);
}
