// SPDX-License-Identifier: Apache-2.0
// One case in a process of its own, whose peak of memory is then that of the case. Prints what it took as JSON.
import { connectionsOf } from "kubesphere-network/lib/reach/difference/connections";
import { differenceOf } from "kubesphere-network/lib/reach/difference/difference";
import { USUAL_CASES, WORST_CASES } from "./reach-cases";

/** What a case took. */
export interface ReachRun {
    readonly workloads: number;
    readonly policies: number;
    /** Pairs that change; 0 where all connections are listed. */
    readonly pairs: number;
    /** Groups in which connections or their changes are said. */
    readonly groups: number;
    readonly seconds: number;
    /** The greatest resident set of the process. */
    readonly peakMebibytes: number;
}

function run(title: string, namespaces: number): ReachRun {
    const make = { ...USUAL_CASES, ...WORST_CASES }[title];
    if (make === undefined) {
        throw new Error(`There is no case "${title}".`);
    }
    const { before, after } = make(namespaces);
    const started = performance.now();
    const difference = before && differenceOf(before, after);
    const groups = difference?.changes.length ?? connectionsOf(after).length;
    const seconds = (performance.now() - started) / 1000;
    const { lost, gained, changed } = difference?.counts ?? { lost: 0, gained: 0, changed: 0 };
    return {
        workloads: after.workloads.length,
        policies: after.policies.length,
        pairs: lost + gained + changed,
        groups,
        seconds,
        peakMebibytes: process.resourceUsage().maxRSS / 1024,
    };
}

const [title = "", namespaces = ""] = process.argv.slice(2);
console.log(JSON.stringify(run(title, Number(namespaces))));
