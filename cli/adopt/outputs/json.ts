// SPDX-License-Identifier: Apache-2.0
import type { Adoption } from "kubesphere-network/lib/adoption/adoption";
import type { WrittenFile } from "../program/write";
import { jsonText } from "../../text/json";

/** An adoption as data. Of the live objects only what the program is to have is told: others may have secrets. */
export function adoptionJson(
    { platform, spec, clusters, objects, leftOut }: Adoption,
    notes: readonly string[],
    files: readonly WrittenFile[],
): string {
    const adopted = objects.map(({ cluster, name, type, id, isPatch, inputs, dependsOn }) => ({
        ...{ cluster, name, type, id, isPatch, inputs, dependsOn },
    }));
    const told = { version: 1, platform, clusters, spec, adopted, leftOut, notes, files };
    return jsonText(told);
}
