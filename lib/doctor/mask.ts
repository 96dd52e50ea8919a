// SPDX-License-Identifier: Apache-2.0
import { HIDDEN } from "../report/extension/secrets";

/** What may be secret in a line that somebody else wrote, and what of it stays. */
const SECRETS: readonly (readonly [pattern: RegExp, kept: string])[] = [
    // Helm's values on the command line: --set a=b, --set-string=a=b. Their names are harmless.
    [/(--set(?:-\w+)?[= ]+)("[^"]*"|'[^']*'|\S+)/g, `$1${HIDDEN}`],
    [/((?:bearer|basic)\s+)[\w.~+/=-]+/gi, `$1${HIDDEN}`],
    [/(\/\/)[^/@\s]+@/g, `$1${HIDDEN}@`],
    // Keys of YAML, of JSON, of queries and of environments that look secret, up to the end of the value.
    [
        /([\w.-]*(?:password|passwd|passphrase|token|secret|credential|apikey|api-key|private-?key|certificate|\.dockerconfigjson)[\w.-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|\S.*)/gi,
        `$1${HIDDEN}`,
    ],
    // What is long, without a word in it: keys, signatures, data of Secrets.
    [/(?=[\w+=]*\d)(?=[\w+=]*[A-Za-z])[\w+=]{24,}/g, HIDDEN],
];

/** A line of a log without what looks secret: values that are set for Helm, passwords, tokens and keys. */
export function masked(line: string): string {
    return SECRETS.reduce((text, [pattern, kept]) => text.replace(pattern, kept), line);
}
