// SPDX-License-Identifier: Apache-2.0
import { type PolicyObject, titleOf } from "kubesphere-network-policies/objects/object";
import { oneLine } from "../../text/words";
import type { Finding, Level } from "../report";

/** What a level is called for people. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
    mandatory: "error",
    advisory: "advice",
    undecided: "undecided",
};

/** The message, and before it the object that it is about. What is undecided names it itself. */
export function sentence({ object, message, level }: Finding): string {
    return oneLine(object === undefined || level === "undecided" ? message : `${nameOf(object)}: ${message}`);
}

/** What an object is called, with the resource that makes it where that has another name. */
export function nameOf(object: PolicyObject): string {
    const { name, resourceName } = object;
    const isOther = name !== undefined && resourceName !== undefined && name !== resourceName;
    return `${titleOf(object)}${isOther ? ` (${resourceName})` : ""}`;
}

/** Where something was found, as editors take it: file:line:column. */
export function placeOf({ input, position }: Finding): string {
    const label = oneLine(input?.label ?? "-");
    return position === undefined ? label : `${label}:${position.line}:${position.column}`;
}
