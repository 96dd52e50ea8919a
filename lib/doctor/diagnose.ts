// SPDX-License-Identifier: Apache-2.0
import { grouped } from "../grouped";
import type { Check } from "./check";
import { CHECKS } from "./checks";
import type { ClusterFacts, Patient } from "./facts";
import {
    type Area,
    AREAS,
    type Consequence,
    type Diagnosis,
    type Finding,
    type NotChecked,
    type Passed,
} from "./finding";
import { unseenClusters } from "./unseen";

/** What one check gave on one cluster. */
type Outcome =
    { readonly findings: readonly Finding[] } | { readonly passed: Passed } | { readonly notChecked: NotChecked };

/** All that is wrong with a KubeSphere's network, in the order of the areas; of all areas unless some are named. */
export function diagnose(patient: Patient, areas: readonly Area[] = AREAS): Diagnosis {
    const outcomes = CHECKS.flatMap((check) =>
        (check.of === "host" ? [patient.host] : [patient.host, ...patient.members]).map((here) =>
            ask(check, patient, here),
        ),
    );
    const found = outcomes.flatMap((outcome) => ("findings" in outcome ? outcome.findings : []));
    const consequences = consequencesOf(found, patient.host.name);
    const follows = ({ rule, cluster }: Finding): boolean =>
        consequences.some((each) => each.rule === rule && each.cluster === cluster);
    const asked = CHECKS.filter(({ area }) => areas.includes(area)).map(({ id }) => id);
    return {
        findings: found.filter((finding) => asked.includes(finding.rule) && !follows(finding)),
        passed: outcomes.flatMap((outcome) =>
            "passed" in outcome && asked.includes(outcome.passed.rule) ? [outcome.passed] : [],
        ),
        notChecked: [...gathered(outcomes, asked), ...unseenClusters(patient, asked)].filter(
            ({ rules }) => rules.length > 0,
        ),
        consequences: consequences.filter(({ rule }) => asked.includes(rule)),
    };
}

function ask(check: Check, patient: Patient, here: ClusterFacts): Outcome {
    const { id: rule, area, reason: breaks } = check;
    const about = { area, rule, cluster: here.name };
    const missing = check.reads.find((kind) => !here.objects.has(kind));
    if (missing !== undefined) {
        const { reason, right } = here.unread.get(missing) ?? { reason: `${missing.kind} was not read.` };
        return {
            notChecked: { cluster: here.name, rules: [rule], reason, ...(right !== undefined && { right }) },
        };
    }
    const said = check.check({ ...patient, here });
    return said.length === 0
        ? { passed: about }
        : {
              findings: said.map(({ severity, object, message, seen, fix, log }) => ({
                  severity,
                  ...about,
                  object,
                  message,
                  seen: `${here.kubectl} ${seen}`,
                  breaks,
                  fix,
                  ...(log && log.length > 0 && { log }),
              })),
          };
}

/** What is found on the host explains what is found everywhere; what is found on a member explains what is there. */
function consequencesOf(found: readonly Finding[], host: string): Consequence[] {
    const keys = new Map<string, Consequence>();
    for (const cause of found) {
        const rules = CHECKS.find(({ id }) => id === cause.rule)?.causes ?? [];
        for (const { rule, cluster } of found) {
            if (rules.includes(rule) && (cause.cluster === host || cause.cluster === cluster)) {
                keys.set(`${cluster} ${rule}`, { rule, cluster, of: cause.rule });
            }
        }
    }
    return [...keys.values()];
}

/** Checks that were not done for the same reason, together. */
function gathered(outcomes: readonly Outcome[], asked: readonly string[]): NotChecked[] {
    const all = outcomes.flatMap((outcome) => ("notChecked" in outcome ? [outcome.notChecked] : []));
    return [...grouped(all, ({ cluster, reason }) => `${cluster} ${reason}`).values()].map((alike) => ({
        ...(alike.at(-1) as NotChecked),
        rules: alike.flatMap(({ rules }) => rules).filter((rule) => asked.includes(rule)),
    }));
}
