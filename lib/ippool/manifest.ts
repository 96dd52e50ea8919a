// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "../kinds";
import { defined, type Fields, manifest, type Manifest } from "../manifest";
import type { IPPoolSpec } from "./spec";

/** The IPPool object. Defaults are the caller's: a field that is undefined is not written. */
export function ipPoolManifest(name: unknown, spec: Fields<IPPoolSpec>): Manifest {
    const { cidr, blockSize, ipipMode, vxlanMode, natOutgoing, nodeSelector, disabled, allowedUses } = spec;
    const { disableBGPExport, assignmentMode, namespaceSelector } = spec;
    const modes = { ipipMode, vxlanMode, natOutgoing, nodeSelector, disabled, allowedUses };
    // Calico before 3.30 and 3.31 does not know the last two and older servers prune them: written only on request.
    const onRequest = { disableBGPExport, assignmentMode, namespaceSelector };
    return manifest(IP_POOL, { name }, { spec: defined({ cidr, blockSize, ...modes, ...onRequest }) });
}
