// SPDX-License-Identifier: Apache-2.0
import { CONFIG_MAP, ENDPOINT_SLICE, POD } from "kubesphere-network/lib/kinds";
import type { CommandNeeds, Need } from "../rbac/need";
import { CONFIG_MAPS, OF_EACH, OF_HOST, REQUIRED } from "./wanted";

const WITHOUT = "Without it, the checks that need it are listed as not checked.";

/** What the doctor reads: the same of members, but for what KubeSphere keeps on its host. */
const NEEDS: readonly Need[] = [
    ...[...OF_HOST, ...OF_EACH].map(({ kind, part, to }): Need => ({
        kind,
        verbs: ["list"],
        ...(part?.namespace !== undefined && { namespace: part.namespace }),
        to,
        ...(!REQUIRED.includes(kind) && { without: WITHOUT }),
    })),
    { kind: ENDPOINT_SLICE, verbs: ["list"], to: "see who answers for services and webhooks", without: WITHOUT },
    {
        kind: CONFIG_MAP,
        verbs: ["get"],
        names: CONFIG_MAPS,
        namespace: "kube-system",
        to: "compare pools with the addresses of services and with those that kube-proxy knows",
        without: WITHOUT,
    },
    {
        kind: POD,
        subresource: "log",
        verbs: ["get"],
        to: "show the last lines of a Helm job that failed, without what looks secret",
        without: "Without it, no log is shown.",
    },
];

/** Rights of `ksnet doctor`. */
export const DOCTOR_NEEDS: readonly CommandNeeds[] = [{ command: "doctor", needs: NEEDS }];
