// SPDX-License-Identifier: Apache-2.0
import builder from "junit-report-builder";
import { grouped } from "kubesphere-network/lib/grouped";
import type { Finding, Report } from "../report";
import { LEVEL_WORDS, placeOf, sentence } from "./words";

/** A suite an input and in it a test a rule, which fails if the rule stops. What does not is told in the test's output. */
export function junit({ rules, inputs, findings }: Report): string {
    const [objects, exemptions] = [false, true].map((isAboutExemptions) =>
        rules.filter((rule) => rule.isAboutExemptions === isAboutExemptions).map(({ name }) => name),
    );
    const found = grouped(findings, ({ input }) => input);
    const report = builder.newBuilder().name("ksnet check");
    const addSuite = (name: string, tests: readonly string[] = [], about: readonly Finding[] = []): void => {
        const suite = report.testSuite().name(name);
        for (const rule of tests) {
            const lines = (isMandatory: boolean): string =>
                about
                    .filter((finding) => finding.rule === rule && (finding.level === "mandatory") === isMandatory)
                    .map((finding) => `${placeOf(finding)}  ${LEVEL_WORDS[finding.level]}  ${sentence(finding)}`)
                    .join("\n");
            const [violations = "", others = ""] = [true, false].map(lines);
            const test = suite.testCase().className(name).name(rule);
            if (violations !== "") {
                test.failure(violations, rule);
            }
            if (others !== "") {
                test.standardOutput(others);
            }
        }
    };
    for (const input of inputs) {
        addSuite(input.label, objects, found.get(input));
    }
    if (exemptions?.length) {
        addSuite("exemptions", exemptions, found.get(undefined));
    }
    return `${report.build()}\n`;
}
