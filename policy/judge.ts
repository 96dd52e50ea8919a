// SPDX-License-Identifier: Apache-2.0
import type { Exemptions } from "./exemptions/exemptions";
import { isOf, type PolicyObject, titleOf } from "./objects/object";
import { type Findings, isObjectRule, type ObjectRule, type PackRule } from "./rule";
import { means } from "./objects/scope";
import { unknownPart } from "kubesphere-network/lib/tree";

/** What a rule says of an object. */
export interface Verdict {
    readonly rule: PackRule;
    readonly object: PolicyObject;
    readonly message: string;
    /** Path in the object, such as "spec.cidr". */
    readonly property?: string;
    /** Set if the rule could not be decided, which stops nothing. */
    readonly isUndecided?: true;
    /** Set where the thing may be meant, which stops nothing either. */
    readonly severity?: "warning";
}

/** What every rule can be configured with. */
export interface CommonConfig {
    /** Patterns of objects that the rule leaves alone. */
    readonly exclude?: readonly string[];
}

/** What one rule says of objects: of each of them, or of all together. */
export function judge(
    rule: PackRule,
    objects: readonly PolicyObject[],
    config: CommonConfig,
    exemptions: Exemptions,
): Verdict[] {
    const { exclude = [] } = config;
    const whole = { ...defaultsOf(rule), ...config };
    const verdicts: Verdict[] = [];
    /** What was undecided of each object: rules read a part that is unknown more than once. */
    const told = new Map<PolicyObject, Set<string>>();
    const isMeant = (object: PolicyObject): boolean => !means(exclude, object) && !exemptions.covers(rule.name, object);
    const findings: Findings = {
        violation: (object, message, property, severity) => {
            if (isMeant(object)) {
                const where = property !== undefined && { property };
                verdicts.push({ rule, object, message, ...where, ...(severity && { severity }) });
            }
        },
        undecided: (object, property, of = object) => {
            const part = unknownPart(of.tree, property);
            const what = of === object ? `'${part}'` : `'${part}' of ${titleOf(of)}`;
            const message = `${what} is not known before the update, which decides ${rule.name} for ${titleOf(object)}.`;
            const before = told.get(object) ?? new Set();
            if (isMeant(object) && !before.has(message)) {
                told.set(object, before.add(message));
                verdicts.push({ rule, object, message, ...(of === object && { property: part }), isUndecided: true });
            }
        },
    };
    if (isObjectRule(rule)) {
        for (const object of objects.filter((each) => !each.isDeleted && isAbout(rule, each))) {
            rule.checkObject(object, whole, findings);
        }
    } else {
        rule.checkStack(objects, whole, findings);
    }
    return verdicts;
}

/** What the rule's configuration is where nothing is said. */
function defaultsOf({ config = {} }: PackRule): object {
    return Object.fromEntries(Object.entries(config).map(([name, { default: value }]) => [name, value]));
}

/** Whether a rule is about objects of the kind. */
export function isAbout({ kinds }: ObjectRule, object: Pick<PolicyObject, "apiVersion" | "kind">): boolean {
    return kinds === undefined || kinds.some((kind) => isOf(object, kind));
}
