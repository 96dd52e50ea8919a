// SPDX-License-Identifier: Apache-2.0

import { isMapping, readGoYaml, writeGoYaml } from "./go-yaml";

/** White space of Go's `unicode.IsSpace`: differs from JavaScript's in U+0085 and U+FEFF. */
const BLANK = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANKS_AT_END = new RegExp(`${BLANK}+$`);
const BLANKS_AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");

/**
 * A config text as KubeSphere stores it: its admission webhook cuts the blanks off the end of every line. Text that
 * is not trimmed beforehand differs from the stored one for ever.
 * Source: trimSpace in pkg/controller/core/installplan_webhook.go of KubeSphere.
 */
export function trimConfig(text: string): string {
    return text
        .split("\n")
        .map((line) => line.replace(BLANKS_AT_END, ""))
        .join("\n");
}

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * The hash of a config text as it stands in an InstallPlan's `status.configHash`: FNV-1a, 64 bits, 16 hexadecimal
 * digits, over the bytes of the text in UTF-8. The empty text has `cbf29ce484222325`.
 * Source: FNVString in pkg/utils/hashutil of KubeSphere.
 */
export function configHash(text: string): string {
    let hash = FNV_OFFSET;
    for (const byte of Buffer.from(text, "utf8")) {
        hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
    }
    return hash.toString(16).padStart(16, "0");
}

/** Maps are merged key by key, everything else is replaced by the override. */
function mergeValues(
    base: Readonly<Record<string, unknown>>,
    override: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
    const merged = new Map(Object.entries(base));
    for (const [name, value] of Object.entries(override)) {
        const below = merged.get(name);
        merged.set(name, isMapping(below) && isMapping(value) ? mergeValues(below, value) : value);
    }
    return Object.fromEntries(merged);
}

/** Values of a text; whatever is no mapping counts as none, as in KubeSphere, which goes on after such an error. */
function values(text: string): Record<string, unknown> {
    try {
        const parsed = readGoYaml(text);
        return isMapping(parsed) ? parsed : {};
    } catch {
        return {};
    }
}

/**
 * The values of one cluster's agent: `config` with `override` merged over it, in the very text that KubeSphere
 * writes, so that its hash is the agent's `configHash`. Maps are merged, lists and scalars replaced. Where one of
 * the two is blank, the other is taken as it is, without blanks around it.
 *
 * Not reproduced to the byte are a few texts that no Helm values need: mappings with keys that are no strings,
 * unquoted dates, keys of more than 128 bytes, explicit tags such as `!!binary`, duplicate keys, the string "<<", and
 * texts of several lines that begin with a blank or a line break or have a tab before one.
 * Source: merge and mergeValues in pkg/controller/core/util.go of KubeSphere, gopkg.in/yaml.v3 3.0.1.
 */
export function mergeConfig(config: string, override: string): string {
    const [base, over] = [config.replace(BLANKS_AROUND, ""), override.replace(BLANKS_AROUND, "")];
    if (base === "" || over === "") {
        return base + over;
    }
    return writeGoYaml(mergeValues(values(base), values(over)));
}

/**
 * The values text of an agent: `config` to the byte where the cluster has no override, else the merge of both.
 * An override that is there but blank still takes the blanks off both ends of `config`.
 */
export function agentConfig(config: string, override?: string): string {
    return override === undefined ? config : mergeConfig(config, override);
}

/**
 * One text for one object, whatever the order of its keys: sorted, four blanks of indentation, no blanks at the end
 * of a line, members that are undefined left out. It is also what KubeSphere itself would write, so a merge changes
 * nothing but values. The empty object gives the empty text.
 */
export function canonicalYaml(object: Readonly<Record<string, unknown>>): string {
    const text = writeGoYaml(object);
    return text === "{}\n" ? "" : text;
}
