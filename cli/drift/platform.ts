// SPDX-License-Identifier: Apache-2.0
import { wantedByExtension, wantedBySection } from "kubesphere-network/lib/drift/platform";
import type { Wanted } from "kubesphere-network/lib/drift/wanted";
import { IP_POOL, NAMESPACE } from "kubesphere-network/lib/kinds";
import { readPlatform } from "kubesphere-network/lib/platform/read";
import type { PlatformModel, PlatformSection } from "kubesphere-network/lib/platform/spec";
import { textAt } from "kubesphere-network/lib/report/read";
import { assertGoodInput, BadInput } from "../inputs/bad-input";
import { readFiles } from "../inputs/read";
import type { LiveKinds } from "./live";

/** Reads and checks a network.yaml. Throws a BadInput with all that is wrong. */
export async function readPlatformFile(path: string): Promise<PlatformModel> {
    const [read, ...others] = await readFiles([path], (content, file) => readPlatform(content, file.path));
    if (read === undefined || others.length > 0) {
        throw new BadInput([`${path}: name one file, not a folder.`]);
    }
    assertGoodInput(read.problems.map(({ message }) => message));
    return read.platform;
}

/** What a network.yaml wants of the objects of one cluster: the host's, or a member's. */
export async function wantedByFile(platform: PlatformModel, live: LiveKinds, member?: string): Promise<Wanted[]> {
    const section: PlatformSection = member === undefined ? platform : (platform.members?.[member] ?? {});
    const binds = Object.values(section.projects ?? {}).some(({ pools }) => pools !== undefined);
    const [namespaces, pools] = binds ? await Promise.all([live.list(NAMESPACE), live.list(IP_POOL)]) : [];
    const families = new Map((pools ?? []).map((pool) => [pool.metadata.name, familyOf(pool)]));
    return [
        ...(member === undefined && platform.extension ? [wantedByExtension(platform.extension)] : []),
        ...wantedBySection(section, { namespaces: namespaces ?? [], familyOf: (pool) => families.get(pool) }, member),
    ];
}

function familyOf(pool: object): 4 | 6 {
    return textAt(pool, "spec", "cidr")?.includes(":") === true ? 6 : 4;
}
