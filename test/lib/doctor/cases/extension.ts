// SPDX-License-Identifier: Apache-2.0
import { EXTENSION, EXTENSION_VERSION, INSTALL_PLAN } from "../../../../lib/kinds";
import { absent, type Case, minus, minutesAgo, object, plan, plus } from "../support";

const DELETED = plan({ metadata: { deletionTimestamp: minutesAgo(30) } });

/** The extension, and whether KubeSphere can install it. */
export const EXTENSION_CASES: Readonly<Record<string, Case>> = {
    "kubesphere-missing": { broken: [absent(INSTALL_PLAN)], near: [minus(INSTALL_PLAN)] },
    "extension-missing": { broken: [minus(EXTENSION)], near: [plus(EXTENSION, object("grafana"))] },
    "extension-no-versions": { broken: [minus(EXTENSION_VERSION)], near: [minus(EXTENSION_VERSION, "network-1.2.0")] },
    "plan-deletion-stuck": { broken: [DELETED, minus(EXTENSION_VERSION, "network-1.3.0")], near: [DELETED] },
};
