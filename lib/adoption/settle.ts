// SPDX-License-Identifier: Apache-2.0
import { below, isWithin } from "../platform/document";
import { checkPlatform } from "../platform/read";
import type { PlatformModel } from "../platform/spec";
import type { Problem } from "../problem";
import type { LeftOut } from "./adoption";
import type { Candidate } from "./candidate";

/** A platform that passes its checks, and what had to be left out for that. */
export interface SettledPlatform {
    readonly platform: PlatformModel;
    readonly candidates: readonly Candidate[];
    readonly leftOut: readonly LeftOut[];
}

/**
 * Takes out what the platform's own checks refuse until they refuse nothing: a cluster may have what no preview lets
 * through, such as two pools with the same addresses.
 */
export function settle(
    all: readonly Candidate[],
    platformOf: (candidates: readonly Candidate[]) => PlatformModel,
    sectionOf: (cluster: string) => readonly string[],
): SettledPlatform {
    let candidates = all;
    const leftOut: LeftOut[] = [];
    for (;;) {
        const platform = platformOf(candidates);
        const { problems } = checkPlatform(platform);
        const errors = problems.filter(({ severity }) => severity !== "warning");
        if (errors.length === 0) {
            return { platform, candidates, leftOut };
        }
        const guilty = new Map(
            errors.flatMap((problem) =>
                concerned(candidates, problem, sectionOf).map((candidate) => [candidate, problem] as const),
            ),
        );
        if (guilty.size === 0) {
            throw new Error(`Nothing that could be left out is to blame for: ${errors[0]?.message ?? ""}`);
        }
        leftOut.push(
            ...[...guilty].map(([{ title }, { message }]) => ({
                ...title,
                reason: `The program would be refused: ${message}`,
            })),
        );
        candidates = candidates.filter((candidate) => !guilty.has(candidate));
    }
}

/** The candidates that a problem is about: those that say the property, else the nearest that it is part of, else those in it. */
function concerned(
    candidates: readonly Candidate[],
    { property }: Problem,
    sectionOf: (cluster: string) => readonly string[],
): Candidate[] {
    const placed = candidates.map((candidate) => ({ candidate, path: pathOf(candidate, sectionOf) }));
    const saying = placed.filter(({ candidate, path }) =>
        Object.keys(candidate.value).some((key) => isWithin(property, below(path, key))),
    );
    const around = placed.filter(({ path }) => isWithin(property, path));
    const nearest = Math.max(...around.map(({ path }) => path.length));
    const found = [
        saying,
        around.filter(({ path }) => path.length === nearest),
        placed.filter(({ path }) => isWithin(path, property)),
    ].find((some) => some.length > 0);
    return (found ?? []).map(({ candidate }) => candidate);
}

function pathOf({ at, title }: Candidate, sectionOf: (cluster: string) => readonly string[]): string {
    return [...sectionOf(title.cluster), ...at].reduce(below, "");
}
