// SPDX-License-Identifier: Apache-2.0
import { containsUnknown, isSecret, mapValue, type Properties, secret } from "../values";

/** Properties of an import file, and what is wrong with them, each the rest of a sentence. */
export interface ReadValues {
    readonly values?: Properties;
    readonly problems: readonly string[];
}

/** Opens the properties of an import file, in which a secret stands as the JSON text of its value. */
export function readValues(given: Properties | undefined): ReadValues {
    if (given === undefined) {
        return { problems: [] };
    }
    const problems = new Set<string>();
    const values = mapValue(given, (value) => {
        if (!isSecret(value)) {
            return value;
        }
        try {
            return secret(JSON.parse((value as { plaintext?: string }).plaintext ?? ""));
        } catch {
            problems.add("has a secret that cannot be read. Give its value as JSON text in 'plaintext'.");
            return value;
        }
    }) as Properties;
    if (containsUnknown(values)) {
        problems.add("contains values that are not known yet. Fill them in first.");
    }
    return { values, problems: [...problems] };
}
