// SPDX-License-Identifier: Apache-2.0
import { adopt } from "../../../lib/adoption/adopt";
import type { Adoption, LiveObject } from "../../../lib/adoption/adoption";
import { EVERYTHING, type Selection } from "../../../lib/adoption/selection";
import { cluster } from "../../lib/adoption/clusters";
import { SCENARIO } from "./scenario";

/** The scenario as an adoption, without a cluster. */
export function adopted(selection: Selection = EVERYTHING): Adoption {
    return adopt([contents()], { platform: "platform", selection });
}

/** The scenario as it would be read. */
export function contents() {
    const of = (kind: string): LiveObject[] => SCENARIO.filter((object) => object.kind === kind);
    return cluster({
        pools: of("IPPool"),
        namespaces: of("Namespace"),
        workspaces: of("Workspace"),
        policies: of("NamespaceNetworkPolicy"),
        host: { installPlans: of("InstallPlan"), workspaceTemplates: [] },
    });
}
