// SPDX-License-Identifier: Apache-2.0
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { InstallPlanModel } from "kubesphere-network/lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN, typeToken } from "kubesphere-network/lib/kinds";
import { problemsOf } from "kubesphere-network/lib/rule";
import { knownParts } from "../known";

const READ: readonly string[] = ["extension", "version"];
const RULES = INSTALL_PLAN_RULES.filter((rule) => rule.reads.every((property) => READ.includes(property)));

/** Refuses an InstallPlan that KubeSphere's controller would lose sight of or never resolve. */
export const installPlanNameAndVersion: ResourceValidationPolicy = {
    name: "installplan-name-and-version",
    description: "An InstallPlan must be named after its extension and name one exact version.",
    enforcementLevel: "mandatory",
    validateResource: (args, reportViolation) => {
        if (args.type !== typeToken(INSTALL_PLAN)) {
            return;
        }
        const props = args.props as {
            metadata?: { name?: string };
            spec?: { extension?: { name?: string; version?: string } };
        };
        const { value, isKnown } = knownParts({
            name: () => props.metadata?.name,
            extension: () => props.spec?.extension?.name,
            version: () => props.spec?.extension?.version,
        });
        for (const { message } of problemsOf(RULES, value as unknown as InstallPlanModel, isKnown)) {
            reportViolation(message);
        }
        if (isKnown("name") && isKnown("extension") && value.name !== value.extension) {
            const [name = "nothing", extension = "nothing"] = [value.name, value.extension] as (string | undefined)[];
            reportViolation(
                `'metadata.name' (${name}) must be the name of the extension (${extension}): KubeSphere finds a plan by it. Set it to ${extension}.`,
            );
        }
    },
};
