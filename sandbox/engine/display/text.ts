// SPDX-License-Identifier: Apache-2.0
import { urnType } from "../urn";

/** `1 change`, `2 changes`. */
export function counted(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Type as a person reads it: a module that only repeats the type's name is left out, as Pulumi does. */
export function displayType(urn: string): string {
    const type = urnType(urn);
    const [, package_, module_, name] = /^([^:]+):([^:]+):([^:]+)$/.exec(type) ?? [];
    if (package_ === undefined || module_ === undefined || name === undefined) {
        return type;
    }
    const [folder, file] = module_.split("/");
    const repeats = file === name.charAt(0).toLowerCase() + name.slice(1);
    return repeats ? `${package_}:${folder ?? ""}:${name}` : type;
}

/** Seconds as Pulumi writes them behind a step: two digits below one second, whole ones above. */
export function elapsed(milliseconds: number): string {
    const seconds = milliseconds / 1000;
    return seconds < 1 ? `${seconds.toFixed(2)}s` : `${Math.floor(seconds)}s`;
}

/** Length of a run, e.g. "2s" or "1m30s". */
export function duration(seconds: number): string {
    const whole = Math.ceil(seconds);
    const minutes = Math.floor(whole / 60);
    return minutes === 0 ? `${whole}s` : `${minutes}m${whole % 60}s`;
}

/** At most so many characters, the last one an ellipsis if some had to go. */
export function clipped(text: string, width: number): string {
    return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
