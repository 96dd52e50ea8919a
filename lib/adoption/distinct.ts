// SPDX-License-Identifier: Apache-2.0
import type { Candidate, Found } from "./candidate";

/**
 * Without what would have the type and the name of another resource, which no program can register: the policy c of
 * project a-b is called as the policy b-c of project a is.
 */
export function withDistinctNames({ candidates, leftOut }: Found): Found {
    const first = new Map<string, Candidate>();
    for (const candidate of candidates) {
        const key = keyOf(candidate);
        first.set(key, first.get(key) ?? candidate);
    }
    const refused = candidates.flatMap((candidate) => {
        const other = first.get(keyOf(candidate));
        return other === undefined || other === candidate
            ? []
            : [
                  {
                      ...candidate.title,
                      reason: `Its resource would be called ${candidate.object.name}, as that of ${other.title.name} is.`,
                      wayOut: "Give one of the two another name and adopt again, or keep this one beside the program.",
                  },
              ];
    });
    return { candidates: [...first.values()], leftOut: [...leftOut, ...refused] };
}

function keyOf({ object: { type, name } }: Candidate): string {
    return `${type} ${name}`;
}
