// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN } from "../kinds";
import { shown } from "../problem";
import { propertyOf, valueDifferences, valuesOf } from "../report/extension/values";
import type { KubeObject } from "../report/objects";
import { listed } from "../report/words";
import type { Accept, Found, Setting } from "./drift";
import { networkSetting, valueSettings } from "./plan-arguments";
import { argumentsOf, isPlatform, type Source, sourceTitle } from "./source";
import { at, type Tree } from "../tree";
import { type Target, wantedAt } from "./wanted";

/** What to write so that what is there is what is wanted; undefined if no argument can say it. */
export function accept(target: Target, found: Found): Accept | undefined {
    const source = sourceOf(target, found);
    const path = argumentsOf(source, target.object);
    const settings = path === undefined ? written(found) : inArguments(source, path, target, found);
    return settings && { where: sourceTitle(source), settings, text: textOf(sourceTitle(source), settings, found) };
}

/** Whoever wants the first field that somebody wants; what is only there is told to whoever wants anything. */
function sourceOf(target: Target, { fields }: Found): Source {
    const owners = fields.flatMap(({ path }) => wantedAt(target, path) ?? []);
    const last = target.wanted.at(-1) as Target["wanted"][number];
    return (owners[0] ?? target.wanted.find(({ source }) => source.component === "NamespaceBinding") ?? last).source;
}

/** A resource without component says what the object does. */
function written({ fields, accept: settings }: Found): Setting[] | undefined {
    if (fields.length === 0) {
        return settings?.some(({ path }) => path.length === 0) === true ? [{ path: [] }] : undefined;
    }
    return fields.some(({ isHidden }) => isHidden === true)
        ? undefined
        : fields.map(({ path, live }) => ({ path, ...(live !== undefined && { value: live }) }));
}

function inArguments(
    source: Source,
    above: readonly string[],
    { object, live }: Target,
    { accept: settings }: Found,
): Setting[] | undefined {
    const spelledOut = source.hasConfigText === true ? asText(live, settings) : settings;
    const isPlan = object.kind === INSTALL_PLAN.kind && source.component !== "Extension";
    const spelled = spelledOut?.map((setting) => (isPlan ? networkSetting(setting) : setting));
    // The network extension of a network.yaml, and NetworkExtension, are always enabled.
    if (spelled === undefined || (isPlan && spelled.some(({ path }) => path[0] === "enabled"))) {
        return undefined;
    }
    return spelled.map(({ path, ...rest }) => ({
        path: [...above, ...path.map((step) => nameIn(source, step))],
        ...rest,
    }));
}

/** A config that is a text is accepted as a whole. */
function asText(live: KubeObject | undefined, settings: Found["accept"]): Found["accept"] {
    const text = at(live?.tree, "spec", "config");
    const values = typeof text === "string" ? valuesOf(text) : {};
    const isConfig = settings?.some(({ path }) => path[0] === "config") === true;
    if (!isConfig) {
        return settings;
    }
    const isPrintable = values && valueSettings(valueDifferences({}, values), undefined) !== undefined;
    return isPrintable ? [{ path: [CONFIG_TEXT], ...(text !== undefined && { value: text }) }] : undefined;
}

const CONFIG_TEXT = "configYaml";

/** In a network.yaml a project or a workspace is not "enabled" but "isolated". */
function nameIn(source: Source, step: string): string {
    return isPlatform(source) && step === "enabled" ? "isolated" : step;
}

function textOf(where: string, settings: readonly Setting[], { rule }: Found): string {
    const [sets, gone] = [true, false].map((is) => settings.filter(({ value }) => (value !== undefined) === is));
    const parts = [
        ...(sets ?? []).map(({ path, value }) =>
            path.length === 0 ? `make it ${shown(value)}` : `set ${propertyOf(path)} to ${valueText(path, value)}`,
        ),
        ...(gone ?? []).map(({ path }) => (path.length === 0 ? "remove it" : `remove ${propertyOf(path)}`)),
    ];
    const sentence = `In ${where} ${listed(parts)}.`;
    return `${sentence}${HINTS[rule] ?? ""}`;
}

/** Texts of many lines are not printed in a sentence. */
function valueText(path: readonly string[], value: Tree): string {
    return path.at(-1) === CONFIG_TEXT ? "the text that the plan has in spec.config" : shown(value);
}

/** What has to be known beside it. */
const HINTS: Readonly<Record<string, string>> = {
    "drift-policy-rules": " An update then writes the labels that follow from it.",
    "drift-pool-addresses": " Then run pulumi refresh before pulumi up, which would refuse it otherwise.",
    "drift-binding-pools":
        " In a network.yaml, pools that it does not make stand under externalPools as well. An update writes the keys that are missing.",
};
