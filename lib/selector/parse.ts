// SPDX-License-Identifier: Apache-2.0
import type { Comparison, Junction, Membership, Selector } from "./selector";
import { type Token, tokenize } from "./tokens";
import { TokenReader, unexpected } from "./token-reader";

const OPERATORS: ReadonlyMap<string, Comparison | Membership> = new Map([
    ["==", "=="],
    ["!=", "!="],
    ["contains", "contains"],
    ["startswith", "starts with"],
    ["endswith", "ends with"],
    ["in", "in"],
    ["notin", "not in"],
]);

/** First words of the operators that may be written as two words. */
const FIRST_WORDS = ["starts", "ends", "not"];

/**
 * Reads a Calico selector as Calico does; one without any words selects everything. Throws a SelectorError for a text
 * that Calico refuses. Source: libcalico-go/lib/selector/parser/parser.go of Calico.
 */
export function parseSelector(text: string): Selector {
    const reader = new TokenReader(tokenize(text));
    if (reader.peek().kind === "end") {
        return { kind: "all" };
    }
    const selector = alternatives(reader);
    reader.takeKind("end", "'&&', '||' or the end");
    return selector;
}

/** One or more groups with "||" between them, which binds loosest. */
function alternatives(reader: TokenReader): Selector {
    const operands: [Selector, ...Selector[]] = [group(reader)];
    while (reader.takeIf("||")) {
        operands.push(group(reader));
    }
    return joined("||", operands);
}

/** One or more conditions with "&&" between them. */
function group(reader: TokenReader): Selector {
    const operands: [Selector, ...Selector[]] = [condition(reader)];
    while (reader.takeIf("&&")) {
        operands.push(condition(reader));
    }
    return joined("&&", operands);
}

function joined(operator: Junction, [first, second, ...others]: [Selector, ...Selector[]]): Selector {
    return second === undefined ? first : { kind: "junction", operator, operands: [first, second, ...others] };
}

function condition(reader: TokenReader): Selector {
    let isNegated = false;
    while (reader.takeIf("!")) {
        isNegated = !isNegated;
    }
    const operand = positiveCondition(reader);
    return isNegated ? { kind: "not", operand } : operand;
}

function positiveCondition(reader: TokenReader): Selector {
    const token = reader.take();
    if (token.kind === "word") {
        return labelCondition(reader, token.text);
    }
    switch (token.text) {
        case "(": {
            const selector = alternatives(reader);
            reader.takeClosing(token, ")", "'&&', '||' or ')'");
            return selector;
        }
        case "has(": {
            const label = reader.takeKind("word", "a label").text;
            reader.takeClosing(token, ")");
            return { kind: "has", label };
        }
        case "all(":
            reader.takeClosing(token, ")");
            return { kind: "all" };
        case "global(":
            reader.takeClosing(token, ")");
            return { kind: "global" };
        default:
            throw unexpected(token, "a condition");
    }
}

function labelCondition(reader: TokenReader, label: string): Selector {
    const operator = takeOperator(reader);
    return operator === "in" || operator === "not in"
        ? { kind: "membership", label, operator, values: takeSet(reader) }
        : { kind: "comparison", label, operator, value: unquoted(reader.takeKind("string", "a quoted value")) };
}

function takeOperator(reader: TokenReader): Comparison | Membership {
    const token = reader.take();
    const secondWord = FIRST_WORDS.includes(token.text) ? reader.take().text : "";
    const operator = OPERATORS.get(token.text + secondWord);
    if (operator === undefined) {
        throw unexpected(token, "an operator such as ==");
    }
    return operator;
}

function takeSet(reader: TokenReader): string[] {
    const opening = reader.take();
    if (opening.text !== "{") {
        throw unexpected(opening, "'{'");
    }
    const values = new Set<string>();
    let wanted = "a quoted value or '}'";
    while (reader.peek().kind === "string") {
        values.add(unquoted(reader.take()));
        if (!reader.takeIf(",")) {
            wanted = "',' or '}'";
            break;
        }
    }
    reader.takeClosing(opening, "}", wanted);
    return [...values].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function unquoted({ text }: Token): string {
    return text.slice(1, -1);
}
