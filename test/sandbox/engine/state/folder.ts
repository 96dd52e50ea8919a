// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResourceState } from "../../../../sandbox/engine/model";

/** A folder for one test, gone after it. */
export function temporaryFolder(): () => string {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "ksnet-test-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });
    return () => folder;
}

export const STACK = "urn:pulumi:dev::probe::pulumi:pulumi:Stack::probe-dev";

export function urnOf(name: string): string {
    return `urn:pulumi:dev::probe::kubernetes:core/v1:ConfigMap::${name}`;
}

/** The smallest custom resource, with whatever a test adds. */
export function resource(name: string, more: Partial<ResourceState> = {}): ResourceState {
    return { urn: urnOf(name), custom: true, id: name, type: "kubernetes:core/v1:ConfigMap", ...more };
}
