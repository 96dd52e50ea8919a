// SPDX-License-Identifier: Apache-2.0
import type { PoolHolders } from "kubesphere-network/lib/migration/pool-holders";
import { paragraph } from "../../text/layout";
import { heading, type Page } from "../../text/page";
import { tableSection } from "../../text/table";
import { counted, listed } from "../../text/words";
import type { Ending } from "../voice";
import { programSections } from "./program-text";

const TITLES: Readonly<Record<Ending["outcome"], string>> = {
    planned: "Nothing is written yet",
    finished: "The migration is finished",
    nothing: "There is nothing to move",
    refused: "The migration cannot begin",
    declined: "Not begun",
    stopped: "The migration has stopped",
    interrupted: "The migration was interrupted",
    undone: "The migration is undone",
};

/** How a command ended, and what can be done next. */
export function endingText({ outcome, reasons, next, program, holders }: Ending, page: Page): string {
    const { width, paints } = page;
    const isBad = ["refused", "stopped", "interrupted"].includes(outcome);
    return [
        ...programSections(program, page),
        ...(holders === undefined ? [] : holderSections(holders, page)),
        [
            heading(TITLES[outcome], page, isBad ? paints.severity.warning : paints.good),
            ...reasons.map((text) => paragraph([{ text }], width, 2)),
            ...(next.length === 0 ? [] : ["  Next:", ...next.map((command) => `    ${command}`)]),
        ].join("\n"),
    ]
        .join("\n\n")
        .concat("\n");
}

/** Who has addresses of the old pool, and what frees them. */
export function holderSections({ workloads, tunnels, leaked }: PoolHolders, page: Page): string[] {
    const rows = [
        ...workloads.map(({ kind, namespace, name, pods }) => ({
            cells: [`${kind} ${namespace}/${name}`, counted(pods.length, "pod")],
            details: [listed(pods, 5)],
        })),
        ...tunnels.map(({ node, address }) => ({
            cells: [`Node ${node}`, `tunnel ${address}`],
            details: ["calico-node takes another address once it is restarted there."],
        })),
        ...leaked.map(({ address, of }) => ({ cells: [`Nobody, once ${of}`, address] })),
    ];
    const lead = ["Do not delete the old pool before nobody has an address of it."];
    return rows.length === 0
        ? []
        : [tableSection({ title: "Who has old addresses", lead, columns: ["who", "what"], rows }, page)];
}
