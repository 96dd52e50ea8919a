// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { CORE_SCHEMA, load } from "js-yaml";
import { isMapping } from "kubesphere-network/lib/mapping";
import { type Exemption, exemptionProblems, Exemptions, today } from "./exemptions";

/** Path of a file with exemptions, for whoever does not write the pack's configuration. */
export const EXEMPTIONS_VARIABLE = "KUBESPHERE_NETWORK_EXEMPTIONS";

/** Configuration of the rule "exemptions". */
export interface ExemptionsConfig {
    /** YAML or JSON file, absolute or seen from the folder of the pack. */
    readonly file?: string;
    /** Exemptions that are written in the configuration itself. */
    readonly entries?: readonly unknown[];
    /** True to let none be used. */
    readonly forbidden?: boolean;
}

/**
 * The exemptions that a run of the pack goes by. They are known when the process starts, and anew with the first
 * resource, which is the stack itself: only then does a pack get its configuration.
 */
export class ExemptionsInForce {
    private configured = "";
    private exemptions = new Exemptions([], today());
    private found: readonly string[] = [];

    constructor(private readonly ruleNames: readonly string[]) {
        this.configure({});
    }

    get current(): Exemptions {
        return this.exemptions;
    }

    /** What is wrong with them. None is in force then. */
    get problems(): readonly string[] {
        return this.found;
    }

    configure(config: ExemptionsConfig): void {
        const file = config.file ?? process.env[EXEMPTIONS_VARIABLE];
        const key = JSON.stringify([config, file]);
        if (key === this.configured) {
            return;
        }
        this.configured = key;
        const { list, problems } = readAll(file, config.entries ?? [], this.ruleNames);
        this.found =
            config.forbidden === true && list.length > 0
                ? [`Exemptions are forbidden here, but there are ${list.length}. Put right what they exempt.`]
                : problems;
        this.exemptions = new Exemptions(this.found.length > 0 ? [] : (list as Exemption[]), today());
    }
}

function readAll(file: string | undefined, entries: readonly unknown[], ruleNames: readonly string[]) {
    const written = file === undefined || file === "" ? { list: [], problems: [] } : readExemptions(file, ruleNames);
    const list = [...written.list, ...entries];
    return { list, problems: [...written.problems, ...exemptionProblems(entries, ruleNames)] };
}

/** The exemptions of a file: a list under "exemptions", and what is wrong with it. */
export function readExemptions(
    file: string,
    ruleNames: readonly string[],
): { list: readonly unknown[]; problems: readonly string[] } {
    try {
        // Without the timestamps of YAML: a day is text.
        const content = load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA });
        const list = isMapping(content) ? content.exemptions : content;
        const problems = exemptionProblems(list, ruleNames).map((problem) => `${file}: ${problem}`);
        return { list: Array.isArray(list) ? list : [], problems };
    } catch (error) {
        const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
        return { list: [], problems: [`${file} cannot be read: ${why}`] };
    }
}
