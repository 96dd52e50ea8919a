// SPDX-License-Identifier: Apache-2.0
import { parse } from "semver";
import { finding, oneOfFindings } from "../findings";
import { isMapping } from "../mapping";
import type { Finding } from "../rule";
import type { ValueKind } from "./chart-keys";

/** A value of a chart where it stands. */
export interface ChartValue {
    /** Path of the value, seen from the component. */
    readonly property: string;
    readonly value: unknown;
    /** The mapping that it stands in. */
    readonly beside: Readonly<Record<string, unknown>>;
    /** Version of the extension. */
    readonly version: string;
}

/** A number, as it is or with one of Kubernetes' suffixes. */
const QUANTITY = /^(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?$/;

/** Last part of the names of the extension's own images. */
const OWN_IMAGE = /(^|\/)network-extension-[a-z]+$/;

type Check = (at: ChartValue) => Finding[];

const CHECKS: Readonly<Record<ValueKind, Check>> = {
    bool: is("true or false", (value) => typeof value === "boolean"),
    text: is("text", isText),
    "whole number": is("a whole number", Number.isSafeInteger),
    list: is("a list", Array.isArray),
    mapping: is("a mapping", isMapping),
    quantities: (at) => (isMapping(at.value) ? quantityFindings(at.property, at.value) : [mustBe("a mapping", at)]),
    "pull policy": isOneOf("Always", "IfNotPresent", "Never"),
    "pool type": isOneOf("calico"),
    "service type": isOneOf("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    "own tag": (at) => (isText(at.value) ? tagFindings(at.value, at) : [mustBe("text", at)]),
};

/** Finds fault with a value that is not of its key's kind. */
export function kindFindings(kind: ValueKind, at: ChartValue): Finding[] {
    return CHECKS[kind](at);
}

/** Shows the value as JSON, so that the text "true" does not look like what it should be. */
export function mustBe(kind: string, { property, value }: Pick<ChartValue, "property" | "value">): Finding {
    return finding(property, JSON.stringify(value), `must be ${kind}.${quotes(kind, value)}`);
}

function quotes(kind: string, value: unknown): string {
    if (kind === "text") {
        return ["boolean", "number"].includes(typeof value) ? " Put it in quotes." : "";
    }
    const meant = kind === "true or false" ? /^(true|false)$/ : kind === "a whole number" ? /^\d+$/ : undefined;
    return isText(value) && meant?.test(value) ? " Write it without quotes." : "";
}

function isText(value: unknown): value is string {
    return typeof value === "string";
}

function is(kind: string, holds: (value: unknown) => boolean): Check {
    return (at) => (holds(at.value) ? [] : [mustBe(kind, at)]);
}

function isOneOf(...allowed: string[]): Check {
    return ({ property, value }) => oneOfFindings(property, value, allowed);
}

function quantityFindings(property: string, amounts: Readonly<Record<string, unknown>>): Finding[] {
    const isQuantity = (amount: unknown): boolean =>
        amount === null || ((typeof amount === "number" || isText(amount)) && QUANTITY.test(String(amount)));
    return Object.entries(amounts)
        .filter(([, amount]) => !isQuantity(amount))
        .map(([name, amount]) =>
            finding(`${property}.${name}`, amount, "must be a quantity of Kubernetes such as 100m or 200Mi."),
        );
}

/** An image of the extension has the version as its tag; an old one that stays pinned keeps the old image running. */
function tagFindings(tag: string, { property, beside, version }: ChartValue): Finding[] {
    const own = `v${version}`;
    const isForeign = isText(beside.repository) && !OWN_IMAGE.test(beside.repository);
    if (tag === own || tag === "" || isForeign) {
        return [];
    }
    if (parse(tag) !== null && parse(tag)?.compareMain(version) !== 0) {
        const rest = `must not be the tag of another version: the image of version ${version} would not be used. Remove it, or set ${own}.`;
        return [finding(property, tag, rest)];
    }
    const rest = `is not ${own}, the tag of version ${version}. See that the image is made for that version, or remove it.`;
    return [{ ...finding(property, tag, rest), severity: "warning" }];
}
