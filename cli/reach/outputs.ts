// SPDX-License-Identifier: Apache-2.0
import { explain } from "kubesphere-network/lib/reach/explain";
import { isWorkload, type Party, partyTitle } from "kubesphere-network/lib/reach/world";
import { createColors } from "picocolors";
import type { Answer, Answered } from "./question";
import { jsonText } from "../text/json";

/** Up to so many answers are explained; of more there is a line each. */
const EXPLAINED = 4;

/** Whether the answer that counts is yes. */
export function isYes({ answer }: Answered): boolean {
    return answer?.ports.isEmpty === false;
}

/** The answers for a terminal: one line each, with the reasons below it unless there are many. */
export function answersText(answers: readonly Answered[], hasColours: boolean): string {
    const colours = createColors(hasColours);
    const isLong = answers.length > EXPLAINED;
    const lines = answers.flatMap((each) => {
        const word = isYes(each) ? colours.green("yes") : colours.red("no ");
        const was = hasChanged(each) ? colours.yellow(` (before: ${words(each.before?.answer)})`) : "";
        return [
            `${word}  ${partyTitle(each.from)} -> ${partyTitle(each.to)}: ${words(each.answer)}${was}`,
            ...(isLong ? [] : reasons(each)).map((sentence) => `     ${colours.dim(sentence)}`),
        ];
    });
    const hint = `To see why, name fewer of them: up to ${EXPLAINED} answers are explained.`;
    return `${[...lines, ...(isLong ? [colours.dim(hint)] : [])].join("\n")}\n`;
}

/** The answers for programs. */
export function answersJson(answers: readonly Answered[], notes: readonly string[]): string {
    const list = answers.map((each) => {
        const parties = { from: partyJson(each.from), to: partyJson(each.to) };
        const [answer, before] = [sideJson(each), each.before && sideJson({ ...each, ...each.before })];
        return before === undefined ? { ...parties, ...answer } : { ...parties, before, after: answer };
    });
    return jsonText({ version: 1, answers: list, notes });
}

function sideJson(answered: Answered): object | null {
    const { answer } = answered;
    return answer === undefined
        ? null
        : { reaches: isYes(answered), ports: answer.ports.toString(), reasons: reasons(answered) };
}

function reasons({ answer, from, to }: Answered): string[] {
    return answer === undefined ? [] : explain(answer.reach, from, to);
}

function partyJson(party: Party): object {
    return isWorkload(party)
        ? { namespace: party.namespace, kind: party.kind, name: party.name }
        : { address: party.address };
}

function words(answer: Answer | undefined): string {
    if (answer === undefined) {
        return "not there";
    }
    return answer.ports.isEmpty ? `none of ${answer.asked.toString()}` : answer.ports.toString();
}

function hasChanged({ answer, before }: Answered): boolean {
    return before !== undefined && words(before.answer) !== words(answer);
}
