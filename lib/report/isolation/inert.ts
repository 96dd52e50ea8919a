// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../problem";
import { problemsOf } from "../../rule";
import { PROJECT_RULES } from "../rules/isolation-rules";
import { inTwo } from "../words";
import { type Found, projectRef } from "./found";
import type { Project, Standing } from "./projects";
import type { Surroundings } from "./surroundings";

/** What keeps the isolation of a project from having its effect after the change, and did not before. */
export function inertFindings({ name, before, after }: Project, was: Surroundings, will: Surroundings): Found[] {
    const known = problemsWith(name, before, was).map(({ rule }) => rule);
    return problemsWith(name, after, will)
        .filter(({ rule }) => !known.includes(rule))
        .map(({ rule, message }) => ({ severity: "warning", rule, object: projectRef(name), ...inTwo(message) }));
}

function problemsWith(namespace: string, { isolation }: Standing, surroundings: Surroundings): Problem[] {
    return isolation === "on"
        ? problemsOf(PROJECT_RULES, {
              project: { namespace, egress: [], mayComeLater: true },
              cluster: surroundings.ofProject(namespace),
          })
        : [];
}
