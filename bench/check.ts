// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION, WORKSPACE_LABEL } from "kubesphere-network/lib/labels";
import { dump } from "js-yaml";
import { measure } from "./measure";
import { poolList, poolName } from "./workload-pools";

const COMMAND = resolve(__dirname, "../cli/bin/main.js");

/** Pools among the objects; the others are namespaces that are bound to one of them each. */
const POOLS = 1000;

/** Seconds that `ksnet check` takes for so many objects in one YAML file, in which it finds nothing that stops. */
export async function checkSeconds(count: number, scratch: string): Promise<number> {
    const namespaces = Array.from({ length: count - POOLS }, (_, index) => {
        const pool = poolName(index % POOLS);
        const labels = { [WORKSPACE_LABEL]: "bench", [ipPoolLabel(pool)]: "" };
        const annotations = { [IPV4_POOLS_ANNOTATION]: JSON.stringify([pool]) };
        return { apiVersion: "v1", kind: "Namespace", metadata: { name: `project-${index}`, labels, annotations } };
    });
    const file = join(scratch, "objects.yaml");
    await writeFile(file, [...poolList(POOLS).items, ...namespaces].map((object) => dump(object)).join("---\n"));
    const { seconds } = await measure([process.execPath, COMMAND, "check", file], { env: process.env });
    return seconds;
}
