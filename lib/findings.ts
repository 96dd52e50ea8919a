// SPDX-License-Identifier: Apache-2.0
import { didYouMean } from "./closest";
import { isObjectName } from "./names";
import { shown } from "./problem";
import type { Finding } from "./rule";

/** Longest name part of a label, and longest label value. */
export const MAX_LABEL_LENGTH = 63;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** What is wrong with a property: its name and value first, then what it must be and the way out. */
export function finding(property: string, value: unknown, rest: string): Finding {
    return { property, message: `'${property}' (${shown(value)}) ${rest}` };
}

/** The same as something that may be meant: it is said and stops nothing. */
export function warning(found: Finding): Finding {
    return { ...found, severity: "warning" };
}

/** Finds fault with a name that must be a DNS-1123 label (namespaces, workspaces, services). */
export function dnsLabelFindings(property: string, value: unknown): Finding[] {
    return isObjectName(value, MAX_LABEL_LENGTH) && !value.includes(".")
        ? []
        : [
              finding(
                  property,
                  value,
                  `must be a name of lower-case letters, digits and '-', at most ${MAX_LABEL_LENGTH} characters long.`,
              ),
          ];
}

/** Finds fault with a name that must be a DNS-1123 subdomain of a maximum length. */
export function dnsSubdomainFindings(property: string, value: unknown, maximum: number): Finding[] {
    return isObjectName(value, maximum)
        ? []
        : [
              finding(
                  property,
                  value,
                  `must be a name of lower-case letters, digits, '-' and '.', at most ${maximum} characters long.`,
              ),
          ];
}

/** Finds fault with the value of a label. */
export function labelValueFindings(property: string, value: unknown): Finding[] {
    return isLabelValue(value)
        ? []
        : [
              finding(
                  property,
                  value,
                  `must be a label value: letters, digits, '-', '_' and '.', at most ${MAX_LABEL_LENGTH} characters long.`,
              ),
          ];
}

/** Finds fault with the key of an annotation: an optional DNS prefix with '/', then a name. */
export function annotationKeyFindings(property: string, value: unknown): Finding[] {
    const [name = "", prefix, ...rest] = typeof value === "string" ? value.split("/").reverse() : [];
    const isGood = name !== "" && isLabelValue(name) && (prefix === undefined || isObjectName(prefix));
    return isGood && rest.length === 0
        ? []
        : [finding(property, value, "must be an annotation key such as kubesphere.io/network-isolate.")];
}

/** Finds fault with a value that is not one of a list, and guesses what was meant. */
export function oneOfFindings(property: string, value: unknown, allowed: readonly string[]): Finding[] {
    const text = typeof value === "string" ? value : "";
    if (allowed.includes(text)) {
        return [];
    }
    const list = `${allowed.length > 1 ? "one of " : ""}${allowed.join(", ")}`;
    return [finding(property, value, `must be ${list}.${didYouMean(text, allowed)}`)];
}

function isLabelValue(value: unknown): value is string {
    return typeof value === "string" && value.length <= MAX_LABEL_LENGTH && LABEL_VALUE.test(value);
}
