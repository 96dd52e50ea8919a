// SPDX-License-Identifier: Apache-2.0
import { textValues } from "../../extension/chart-text";
import { INSTALL_PLAN_RULES } from "../../extension/rules";
import { INSTALL_PLAN } from "../../kinds";
import { isMapping } from "../../mapping";
import { type Problem, shown } from "../../problem";
import { printed } from "../../report/extension/secrets";
import { problemsOf } from "../../rule";
import { type Check, infoOf, saidOf } from "../check";
import { networkPlan, type PlanObject, refTo } from "../objects";
import { modelOf, PLAN_PATHS } from "./surroundings";

/** Rules about the values of a plan: that they are values, and those that the chart knows. */
const ASKED: readonly string[] = [
    "extension-config-yaml",
    "extension-network-config",
    "extension-overrides",
    "extension-network-overrides",
];

/** Values that Helm passes over, and images of another version, in the plan that is there. */
export const PLAN_CONFIG_CHECKS: readonly Check[] = INSTALL_PLAN_RULES.filter(({ id }) => ASKED.includes(id)).map(
    (rule) => ({
        ...infoOf(rule),
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        check: ({ here }) => {
            const plan = networkPlan(here);
            if (plan === undefined) {
                return [];
            }
            const values = valuesOf(plan);
            const model = { ...modelOf(plan), ...(values.overrides !== undefined && { overrides: values.overrides }) };
            return problemsOf([rule], model).map((problem) => ({
                ...saidOf(withoutSecret(problem, values), {
                    severity: { error: "warning", warning: "notice" },
                    paths: PLAN_PATHS,
                    fix: "Correct the plan.",
                }),
                object: refTo(INSTALL_PLAN, plan),
                seen: `get installplan ${plan.metadata?.name ?? ""} -o yaml`,
            }));
        },
    }),
);

/** The values of a plan, under the names that the library has for them. */
interface Values {
    readonly configYaml?: Readonly<Record<string, unknown>>;
    readonly overrides?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function valuesOf({ spec }: PlanObject): Values {
    const texts = Object.entries(spec.clusterScheduling?.overrides ?? {});
    const overrides = texts.flatMap(([cluster, text]) => {
        const values = textValues(text);
        return values ? [[cluster, values] as const] : [];
    });
    return {
        configYaml: textValues(spec.config ?? ""),
        ...(overrides.length > 0 && { overrides: Object.fromEntries(overrides) }),
    };
}

/** The problem with the value as it may be printed. */
function withoutSecret(problem: Problem, values: Values): Problem {
    const value = valueAt(values, problem.property);
    const hidden = printed(problem.property.split("."), value);
    return { ...problem, message: problem.message.replace(`(${shown(value)})`, () => `(${hidden})`) };
}

/** The value at a path with dots, though keys may have dots too. */
function valueAt(tree: unknown, path: string): unknown {
    const key = isMapping(tree)
        ? Object.keys(tree).find((each) => path === each || path.startsWith(`${each}.`))
        : undefined;
    if (key === undefined || !isMapping(tree)) {
        return undefined;
    }
    return path === key ? tree[key] : valueAt(tree[key], path.slice(key.length + 1));
}
