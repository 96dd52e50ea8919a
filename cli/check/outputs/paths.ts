// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, relative, sep } from "node:path";

/** A path seen from where the command runs, with forward slashes. */
export function relativePath(path: string): string {
    return (relative("", path) || ".").split(sep).join("/");
}

/** Whether a relative path leads out of where the command runs. */
export function isOutside(path: string): boolean {
    return path === ".." || path.startsWith("../") || isAbsolute(path);
}
