// SPDX-License-Identifier: Apache-2.0
import type { ProgramStage, ProgramTime } from "kubesphere-network/lib/migration/program-change";
import { paragraph } from "../../text/layout";
import { heading, type Page } from "../../text/page";
import { oneLine } from "../../text/words";

const TITLES: Readonly<Record<ProgramTime, string>> = {
    before: "The program, before the migration",
    after: "The program, once the migration has run",
    drained: "The program, once nobody has an old address",
};

/** What the stack needs, with the lines of network.yaml and of a program. */
export function programSections(stages: readonly ProgramStage[], page: Page): string[] {
    return stages.map(({ time, sentences, yaml, typescript }) =>
        [
            heading(TITLES[time], page),
            ...sentences.map((text) => paragraph([{ text }], page.width, 2)),
            ...lines(
                "network.yaml:",
                yaml.map(({ path, value }) => `${path}: ${value === undefined ? "(remove)" : JSON.stringify(value)}`),
                page,
            ),
            ...lines("TypeScript:", typescript, page),
        ].join("\n"),
    );
}

function lines(title: string, code: readonly string[], { paints }: Page): string[] {
    return code.length === 0 ? [] : [paints.quiet(`  ${title}`), ...code.map((line) => `    ${oneLine(line)}`)];
}
