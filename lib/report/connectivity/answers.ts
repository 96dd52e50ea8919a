// SPDX-License-Identifier: Apache-2.0
import { type Reach, reach, type Verdict } from "../../reach/reach";
import { partyTitle, policyTitle, type Workload, type World } from "../../reach/world";
import type { StandingAnswer } from "../report";
import type { Question } from "./questions";

const LIST = new Intl.ListFormat("en-GB");

type Answer = StandingAnswer["before"];

/** What is to be told of one question about one namespace at one time. */
export interface Answered {
    readonly answer: Answer;
    /** Why it is so, as a sentence. */
    readonly reason: string;
}

/** Answers a question about a namespace whose pods are given. Pods on the network of their node are nobody's to restrict. */
export function answer(question: Question, pods: readonly Workload[], world: World): Answered {
    const ends = pods.filter(({ isHostNetwork }) => !isHostNetwork).map((pod) => endsOf(question, pod, world));
    const known = ends.filter(({ answer: own }) => own !== "unknown");
    const [first] = ends;
    if (first === undefined) {
        return { answer: "yes", reason: "Nothing restricts pods on the network of their node." };
    }
    if (known.length < ends.length) {
        return ends.find(({ answer: own }) => own === "unknown") ?? first;
    }
    const worst =
        ends.find(({ answer: own }) => own === "no") ?? ends.find(({ answer: own }) => own === "partly") ?? first;
    const isMixed = new Set(ends.map(({ answer: own }) => own)).size > 1;
    return isMixed ? { answer: "partly", reason: worst.reason } : worst;
}

function endsOf({ direction, others, ports }: Question, pod: Workload, world: World): Answered {
    if (others.length === 0) {
        const { verdicts } = reach(pod, pod, world)[direction];
        return verdicts.length === 0
            ? { answer: "yes", reason: "Nothing restricts it." }
            : { answer: "unknown", reason: `Restricted by ${titles(verdicts)}. It is not known who that is about.` };
    }
    const found = others.map((other) => {
        const result = direction === "egress" ? reach(pod, other, world) : reach(other, pod, world);
        return { other, result, isOpen: !result.ports.intersect(ports).isEmpty };
    });
    const closed = found.find(({ isOpen }) => !isOpen);
    if (closed === undefined) {
        const allowing = found.flatMap(({ result }) => verdictsOf(result).filter((verdict) => !verdict.ports.isEmpty));
        return {
            answer: "yes",
            reason: allowing.length === 0 ? "Nothing restricts it." : `Allowed by ${titles(allowing)}.`,
        };
    }
    const { egress, ingress } = closed.result;
    // Each end may let ports through, but none that the other one does.
    const ends = [egress, ingress].filter((end) => end.ports.intersect(ports).isEmpty);
    const denying = ends.length > 0 ? ends : [egress, ingress];
    const isPartly = found.some(({ isOpen }) => isOpen);
    const whom = isPartly ? ` for ${partyTitle(closed.other)}` : "";
    return {
        answer: isPartly ? "partly" : "no",
        reason: `Not allowed${whom} by ${titles(denying.flatMap(({ verdicts }) => verdicts))}.`,
    };
}

function verdictsOf({ egress, ingress }: Reach): Verdict[] {
    return [...egress.verdicts, ...ingress.verdicts];
}

/** The policies, each once. */
function titles(verdicts: readonly Verdict[]): string {
    return LIST.format(new Set(verdicts.map(({ policy }) => policyTitle(policy))));
}
