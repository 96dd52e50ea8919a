// SPDX-License-Identifier: Apache-2.0
import { type Page, pageFor, type TextOptions } from "../../text/page";
import { type Row, tableSection } from "../../text/table";
import { counted } from "../../text/words";
import { type Claim, titleOf } from "./claims";
import { jsonText } from "../../text/json";

/** What became of what was shown. */
export interface Ended {
    readonly done: boolean;
    /** Objects that could not be written, and why. */
    readonly failures: readonly { readonly object: string; readonly message: string }[];
}

/** What is going to be taken, for people. */
export function claimsText(claims: readonly Claim[], options: TextOptions): string {
    if (claims.length === 0) {
        return "The stack has all fields of its objects, and nobody else has any of them.\n";
    }
    const page: Page = pageFor(options);
    const table = { title: "Ownership", columns: ["object", "taken from", "fields"], rows: claims.flatMap(rowsOf) };
    return `${tableSection(table, page, Infinity)}\n\n${summary(claims)}\n`;
}

/** What happened, for people. */
export function endedText(claims: readonly Claim[], { failures }: Ended): string {
    const failed = failures.map(({ object, message }) => `${object} could not be written: ${message}.`);
    const done = `The stack has the fields of ${counted(claims.length - failures.length, "resource")} now.`;
    const again = failed.length > 0 ? ["Run the command again: it goes on with what is left."] : [];
    return [...failed, done, ...again, ""].join("\n");
}

/** All of it, for programs. */
export function claimsJson(claims: readonly Claim[], { done, failures }: Ended): string {
    const objects = claims.map(({ wanted, cluster, takes, writes }) => ({
        object: titleOf(wanted),
        context: cluster.context,
        fieldManager: wanted.fieldManager,
        takes,
        writes,
    }));
    return jsonText({ objects, done, failures });
}

function rowsOf({ wanted, takes, writes }: Claim): Row[] {
    const object = titleOf(wanted);
    return [
        ...takes.map(({ manager, fields }) => ({ cells: [object, manager, fields.join(", ")] })),
        ...(writes.length > 0 ? [{ cells: [object, "nobody: the default is written out", writes.join(", ")] }] : []),
    ];
}

function summary(claims: readonly Claim[]): string {
    const fields = claims.flatMap(({ takes }) => takes.flatMap((taken) => taken.fields));
    const managers = new Set(claims.flatMap(({ takes }) => takes.map(({ manager }) => manager)));
    const taken = `${counted(fields.length, "field")} of ${counted(claims.length, "resource")}`;
    return `${taken} ${fields.length === 1 ? "is" : "are"} taken from ${counted(managers.size, "manager")}. No value changes.`;
}
